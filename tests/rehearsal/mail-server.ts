import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export type Taken = { to: string; id: string; text: string }
export type MailServer = {
  url: string
  /** What it took for good, in order. */
  taken: Taken[]
  /** How often somebody called. */
  calls: number
  /** What it answers when it is told whom a letter is for; 250 at first. */
  answers: { toWhom(address: string): string; greeting: string }
  /** It takes calls and says nothing; with `afterLetter`, only once it has taken the letter. */
  isSilent: boolean | 'after-letter'
  close(): Promise<void>
  open(): Promise<void>
}

/** A mail server that does on purpose what real ones do on a bad day (RFC 5321, without encryption). */
export const openMailServer = async (): Promise<MailServer> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    made.calls += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (made.isSilent !== true) serve(socket)
  })
  const serve = (socket: Socket) => {
    let heard = ''
    let letter: string[] | undefined
    let to = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    const hear = (line: string) => {
      if (letter) {
        if (line !== '.') return void letter.push(line)
        const text = letter.join('\n')
        made.taken.push({ to, text, id: /^message-id: (.+)$/im.exec(text)?.[1] ?? '' })
        letter = undefined
        return made.isSilent === 'after-letter' ? undefined : say('250 taken')
      }
      const word = line.slice(0, 4).toUpperCase()
      if (word === 'RCPT') {
        to = /<(.+)>/.exec(line)?.[1] ?? ''
        return say(made.answers.toWhom(to))
      }
      if (word === 'DATA') letter = []
      return say(word === 'DATA' ? '354 go on' : word === 'QUIT' ? '221 bye' : '250 fine')
    }
    say(made.answers.greeting)
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
        const line = heard.slice(0, end)
        heard = heard.slice(end + 2)
        hear(line)
      }
    })
  }
  let port = 0
  const made: MailServer = {
    url: '',
    taken: [],
    calls: 0,
    answers: { toWhom: () => '250 fine', greeting: '220 ready' },
    isSilent: false,
    close: async () => {
      const closed = server.listening ? once(server, 'close') : undefined
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open: async () => {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
  await made.open()
  port = (server.address() as AddressInfo).port
  made.url = `smtp://127.0.0.1:${port}`
  return made
}
