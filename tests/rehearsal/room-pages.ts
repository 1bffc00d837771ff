import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Rooms } from '#capabilities/rooms/index.server.ts'

/** The addresses of rooms on a port, as pages reach them: with a seat's cookie, or with none. */
export const servedRooms = async (rooms: () => Rooms) => {
  const server = createServer((request, response) => void rooms().answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const addressOf = (code: string, what: string) => `http://127.0.0.1:${port}/r/${code}/${what}`
  const post = async (at: { code: string; what: string; secret?: string; body: string }) => {
    const response = await fetch(addressOf(at.code, at.what), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(at.secret ? { cookie: `kith_seat_${at.code}=${at.secret}` } : {}),
      },
      body: at.body,
    })
    return (await response.json()) as { ok: boolean; signature?: string; refusal?: { code: string } }
  }
  const streams: AbortController[] = []
  return {
    post,
    /** All that a seat's stream has said so far. */
    listen: (seat: { code: string; secret: string }) => {
      const heard: string[] = []
      const ended = new AbortController()
      streams.push(ended)
      const headers = { cookie: `kith_seat_${seat.code}=${seat.secret}` }
      void fetch(addressOf(seat.code, 'stream'), { headers, signal: ended.signal })
        .then(async ({ body }) => {
          const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
          for (;;) {
            const part = await reader?.read()
            if (!part || part.done) return
            heard.push(part.value)
          }
        })
        .catch(() => {})
      return heard
    },
    end: async () => {
      for (const stream of streams) stream.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type ServedRooms = Awaited<ReturnType<typeof servedRooms>>
