import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SeatNumber } from '../domain/run/state.ts'
import type { HallRoom } from './hall-room.server.ts'
import type { Listener } from './listeners.server.ts'

/** An event, where a remark would do for proxies: a page hears it, and knows that its connection is not dead. */
const BEAT = 'event:beat\ndata:1\n\n'
/** Proxies close a connection that says nothing for a minute. */
const BEAT_EVERY = 25_000
/** How long a browser waits before it comes back, in milliseconds; each a little differently, so that not all come at once. */
const returnAfter = () => 1_000 + Math.floor(Math.random() * 3_000)

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // Some proxies would gather it up.
  'x-accel-buffering': 'no',
}

const UNREAD = 64 * 1024

type Asked = { room: HallRoom; seat: SeatNumber; request: IncomingMessage; response: ServerResponse }

/** One beat for all streams of the site: a timer each would be ten thousand timers. */
export const openStreams = () => {
  const open = new Set<ServerResponse>()
  const beat = setInterval(() => {
    for (const response of open) response.write(BEAT)
  }, BEAT_EVERY).unref()

  const hangUp = () => {
    for (const response of open) response.end()
  }

  return {
    hangUp,
    /** Answers a page that wants to hear a room, until it goes away. */
    begin: ({ room, seat, request, response }: Asked): void => {
      request.socket.setNoDelay(true)
      request.socket.setTimeout(0)
      response.writeHead(200, headers)
      response.write(`retry:${returnAfter()}\n\n`)
      const listener: Listener = {
        seat,
        send: (text) => void response.write(text),
        backlog: () => response.writableLength,
        // What is on its way arrives; who has not read for long is not waited for.
        hangUp: () => void (response.writableLength > UNREAD ? response.destroy() : response.end()),
      }
      open.add(response)
      response.on('close', () => {
        open.delete(response)
        room.hangUp(listener)
      })
      room
        .look(() => {
          if (!response.destroyed) room.listen(listener)
        })
        .catch(() => response.destroy())
    },
    close: (): void => {
      clearInterval(beat)
      hangUp()
    },
  }
}
