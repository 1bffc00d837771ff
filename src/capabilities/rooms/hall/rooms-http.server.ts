import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Result, refuse } from '#kernel/result.ts'
import { type RoomRefusal, statusOf } from '../domain/refusals.ts'
import type { openStreams } from '../live/stream.server.ts'
import type { Seated } from './hall.server.ts'
import { readJson } from './read-json.server.ts'
import { seatCookie, secretIn } from './seat-cookie.server.ts'

const pattern = /^\/r\/([^/]{1,40})\/(stream|press|earlier|offer|carry|ticket|vote)$/

/** Whether a path is answered here. */
export const servesRooms = (path: string): boolean => pattern.test(path)

type Asked = { code: string; secret: string | undefined }
type Doors = {
  findSeated(asked: Asked): Promise<Result<Seated, RoomRefusal>>
  press(asked: Asked & { sent: unknown }): Promise<Result<{ number: number }, RoomRefusal>>
  takeTicket(asked: Asked & { sent: unknown }): Promise<Result<{ signature: string }, RoomRefusal>>
  takeVote(asked: { code: string; sent: unknown }): Promise<Result<object, RoomRefusal>>
  readEarlier(asked: Asked & { before: number }): Promise<Result<object, RoomRefusal>>
  offerSeat(asked: Asked): Promise<Result<{ offer: string; until: Date }, RoomRefusal>>
  takeOfferedSeat(asked: {
    code: string
    offer: string
  }): Promise<Result<{ code: string; secret: string }, RoomRefusal>>
}

/**
 * What a page in a room asks for all the time, served by our own entry: a stream for each page, presses, older words.
 * It reads one cookie, that of the seat; no session comes here, and what is answered is one line of JSON.
 */
export const createRoomsHttp = (on: {
  doors: Doors
  streams: ReturnType<typeof openStreams>
  /** Of the pages: a press that another site sends is none. */
  origin: string
  failed(error: unknown): void
}) => {
  const { doors, streams } = on
  const isSecure = on.origin.startsWith('https:')

  const answers = {
    press: async (asked: Asked, request: IncomingMessage) =>
      doors.press({ ...asked, sent: await readJson(request) }),
    ticket: async (asked: Asked, request: IncomingMessage) =>
      doors.takeTicket({ ...asked, sent: await readJson(request) }),
    earlier: (asked: Asked, request: IncomingMessage) => {
      const before = Number(new URL(request.url ?? '/', on.origin).searchParams.get('before'))
      return doors.readEarlier({ ...asked, before: Number.isSafeInteger(before) ? before : 0 })
    },
    offer: (asked: Asked) => doors.offerSeat(asked),
    carry: async (asked: Asked, request: IncomingMessage, response: ServerResponse) => {
      const sent = (await readJson(request)) as { offer?: unknown } | undefined
      const taken = await doors.takeOfferedSeat({ code: asked.code, offer: String(sent?.offer ?? '') })
      if (!taken.ok) return taken
      const { code, secret } = taken.value
      response.setHeader('set-cookie', seatCookie({ code, secret, isSecure }))
      return { ok: true as const, value: { code } }
    },
  }

  /** No cookie is read here, and nothing is logged: even an incident's time would say when somebody answered. */
  const takeVote = async (code: string, request: IncomingMessage, response: ServerResponse) => {
    response.sendDate = false
    response.setHeader('referrer-policy', 'no-referrer')
    const taken = await doors
      .takeVote({ code, sent: await readJson(request) })
      .catch(() => refuse({ code: 'rooms/out-of-reach' as const }))
    return tell(response, taken)
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, code = '', what = ''] = pattern.exec(request.url?.split('?')[0] ?? '') ?? []
    const isRead = what === 'stream' || what === 'earlier'
    if (request.method !== (isRead ? 'GET' : 'POST')) {
      response.setHeader('allow', isRead ? 'GET' : 'POST')
      return end(response, 405, {})
    }
    const { origin } = request.headers
    if (!isRead && (origin === undefined ? false : origin !== on.origin)) return end(response, 403, {})
    if (what === 'vote') return takeVote(code, request, response)
    const asked = { code, secret: secretIn(request.headers.cookie, code) }
    try {
      if (what === 'stream') {
        const seated = await doors.findSeated(asked)
        if (!seated.ok) return tell(response, seated)
        return streams.begin({ room: seated.value.open.live, seat: seated.value.seat, request, response })
      }
      return tell(response, await answers[what as keyof typeof answers](asked, request, response))
    } catch (error) {
      // Nobody knows whether it was kept: the page sends it again, with the same id.
      on.failed(error)
      return tell(response, { ok: false, refusal: { code: 'rooms/out-of-reach' } })
    }
  }
}

const tell = (response: ServerResponse, result: Result<object, RoomRefusal>) =>
  result.ok
    ? end(response, 200, { ok: true, ...result.value })
    : end(response, statusOf[result.refusal.code], result)

const end = (response: ServerResponse, status: number, body: object) => {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(status, headers).end(JSON.stringify(body))
}
