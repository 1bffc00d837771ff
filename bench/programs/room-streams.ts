import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Server as SocketIo } from 'socket.io'
import { aBlock, aPlan } from '#capabilities/rooms/domain/run/rooms.fixture.ts'
import { openHallRoom } from '#capabilities/rooms/live/hall-room.server.ts'
import { aMemoryLog } from '#capabilities/rooms/live/memory-log.fixture.ts'
import { openStreams } from '#capabilities/rooms/live/stream.server.ts'

// A room with its streams, or socket.io that sends the same text to the same number of sockets. Both in one process, with
// nothing else in it; the room's log is in memory here, its writing is measured elsewhere.
const [kind = 'kith', people = '0', folder = ''] = process.argv.slice(2)
const words = 'Two minutes are left. Whoever has not spoken yet may begin, and nobody has to.'
const stalls = monitorEventLoopDelay({ resolution: 1 })
const nowMs = () => Number(process.hrtime.bigint()) / 1e6

const openKith = async () => {
  const streams = openStreams()
  const room = await openHallRoom({
    plan: aPlan([aBlock('welcome')]),
    ...{ hasCaptions: false, log: aMemoryLog().log, ballots: { folder, room: 'bench' } },
    now: Date.now,
    deal: async () => ({ groups: [] }),
    readWords: async () => new Map(),
    failed: (error) => {
      throw error
    },
  })
  await room.act({
    by: 'house',
    command: { do: 'sit', seat: 1, name: 'H', profession: '', isHost: true, held: {} },
  })
  await Promise.all(
    Array.from({ length: Number(people) }, (_, at) => {
      const command = {
        do: 'sit',
        seat: at + 2,
        name: `P${at}`,
        profession: '',
        isHost: false,
        held: {},
      } as const
      return room.act({ by: 'house', command })
    }),
  )
  const server = createServer((request, response) => {
    const seat = Number(request.url?.slice(1))
    streams.begin({ room, seat, request, response })
  })
  const press = async () => {
    await room.act({ by: 1, command: { do: 'announce', words } })
    return room.run.number
  }
  return { server, press }
}

const openSocketIo = () => {
  const server = createServer()
  const io = new SocketIo(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
  let number = 1_000_000
  const press = async () => {
    number += 1
    io.emit('state', { n: number, now: Date.now(), announced: words })
    return number
  }
  return { server, press }
}

const { server, press }: { server: Server; press(): Promise<number> } =
  kind === 'kith' ? await openKith() : openSocketIo()
const memory = () => {
  global.gc?.()
  const { rss } = process.memoryUsage()
  return rss
}
process.on('message', async (asked: 'memory' | 'press' | 'watch') => {
  if (asked === 'watch') {
    stalls.enable()
    stalls.reset()
    process.send?.({ bytes: 0, stall: 0 })
  } else if (asked === 'memory') process.send?.({ bytes: memory(), stall: stalls.max / 1e6 })
  else {
    const pressedAt = nowMs()
    const number = await press()
    process.send?.({ number, pressedAt })
  }
})
process.once('disconnect', () => process.exit())
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
