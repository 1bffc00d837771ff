import { connect, type Socket } from 'node:net'
import { benchWave } from '../wave.ts'

// Posts ballots over kept connections, one in flight on each, and says how many were answered 200 and how long it took.
// Plain sockets and requests made beforehand: on two cores what the load costs is taken from what is measured.
export type LoadOrder = { port: number; from: number; count: number; connections: number }

const wave = await benchWave(Number(process.argv[2]))
const head = (port: number, size: number) =>
  Buffer.from(
    `POST /a/ballots HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${size}\r\n\r\n`,
  )

const drive = (order: LoadOrder, next: () => Buffer | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    let accepted = 0
    let answer = ''
    const socket: Socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true })
    const send = () => {
      const request = next()
      if (request) return void socket.write(request)
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', send)
    socket.once('error', reject)
    socket.on('data', (part) => {
      answer += part.toString('latin1')
      const end = answer.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (answer.length < end + 4 + length) return
      if (answer.startsWith('HTTP/1.1 200')) accepted++
      answer = ''
      send()
    })
  })

process.on('message', async (order: LoadOrder) => {
  const requests = wave.ballots
    .slice(order.from, order.from + order.count)
    .map((ballot) => Buffer.concat([head(order.port, ballot.length), ballot]))
  let at = 0
  const began = performance.now()
  const accepted = await Promise.all(
    Array.from({ length: order.connections }, () => drive(order, () => requests[at++])),
  )
  const ms = performance.now() - began
  process.send?.({ accepted: accepted.reduce((sum, one) => sum + one, 0), ms })
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
