import { connect } from 'node:net'

// Thousands of phones as plain sockets, so that what the load costs is not taken from what is measured. Each says when a
// number arrives that somebody pressed for.
export type PhonesOrder =
  | { do: 'connect'; port: number; count: number; kind: 'kith' | 'socket.io' }
  | { do: 'arrivals'; number: number }

const nowMs = () => Number(process.hrtime.bigint()) / 1e6
const arrivals = new Map<number, number[]>()
let connected = 0

/** A text frame as a browser sends it; a mask of zeros is a mask. */
const frame = (text: string) =>
  Buffer.concat([Buffer.of(0x81, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text)])

const open = (on: { port: number; at: number; kind: 'kith' | 'socket.io' }): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: on.port, host: '127.0.0.1', noDelay: true })
    let isReady = false
    socket.once('error', reject)
    socket.once('connect', () => {
      const upgrade =
        'upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
      const isKith = on.kind === 'kith'
      const path = isKith ? `/${on.at + 2}` : '/socket.io/?EIO=4&transport=websocket'
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${isKith ? '' : upgrade}\r\n`)
    })
    socket.on('data', (part) => {
      const text = part.toString('latin1')
      if (on.kind === 'socket.io') {
        if (text.includes('"upgrades"')) socket.write(frame('40'))
        if (text.endsWith('\u0081\u00012')) socket.write(frame('3'))
      }
      const isHello = on.kind === 'kith' ? text.includes('"n":') : text.includes('40{"sid"')
      if (!isReady && isHello) {
        isReady = true
        connected += 1
        resolve()
        return
      }
      const number = /"n":(\d+)/.exec(text)?.[1]
      if (number === undefined) return
      const list = arrivals.get(Number(number)) ?? []
      list.push(nowMs())
      arrivals.set(Number(number), list)
    })
  })

process.on('message', async (order: PhonesOrder) => {
  if (order.do === 'connect') {
    const { port, count, kind } = order
    for (let at = 0; at < count; at += 100)
      await Promise.all(
        Array.from({ length: Math.min(100, count - at) }, (_, more) => open({ port, at: at + more, kind })),
      )
    return process.send?.({ connected })
  }
  const until = nowMs() + 10_000
  while ((arrivals.get(order.number)?.length ?? 0) < connected && nowMs() < until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  process.send?.({ arrivals: arrivals.get(order.number) ?? [], connected })
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
