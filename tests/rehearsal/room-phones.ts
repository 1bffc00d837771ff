import { type Heard, hear, nothingHeard } from '#capabilities/rooms/domain/stream/hear.ts'

/** A page of a room as its server sees it: a stream that is read as it comes, and presses. */
export type RoomPhone = {
  heard(): Heard
  /** How many messages came in each piece that was sent, newest last. */
  pieces: { said: number }[]
  isOpen(): boolean
  /** Every byte that came. */
  text(): string
  close(): void
}

const cookieOf = (code: string, secret: string) => `kith_seat_${code}=${secret}`

/** Opens the stream of a seat, and waits for what it begins with. @throws where it is refused. */
export const listenAt = async (url: string, seat: { code: string; secret: string }): Promise<RoomPhone> => {
  const gone = new AbortController()
  const response = await fetch(`${url}/r/${seat.code}/stream`, {
    headers: { cookie: cookieOf(seat.code, seat.secret) },
    signal: gone.signal,
  })
  if (response.status !== 200 || !response.body) throw new Error(`A stream was refused: ${response.status}.`)
  let heard: Heard = nothingHeard
  let all = ''
  let rest = ''
  let isOpen = true
  const pieces: RoomPhone['pieces'] = []
  let begun: () => void = () => {}
  const beginning = new Promise<void>((resolve) => {
    begun = resolve
  })
  const take = (event: string) => {
    const data = /^data:([^\n\r]*)/m.exec(event)?.[1]
    if (data === undefined || event.startsWith('event:')) return
    const message = JSON.parse(data)
    pieces.push({ said: message.said?.length ?? 0 })
    heard = hear(heard, message)
    begun()
  }
  const decoder = new TextDecoder()
  const read = async (body: ReadableStream<Uint8Array>) => {
    for await (const bytes of body) {
      const text = decoder.decode(bytes, { stream: true })
      all += text
      const events = (rest + text).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) take(event)
    }
  }
  void read(response.body)
    .catch(() => {})
    .finally(() => {
      isOpen = false
      begun()
    })
  await beginning
  return {
    heard: () => heard,
    pieces,
    isOpen: () => isOpen,
    text: () => all,
    close: () => gone.abort(),
  }
}

export type Answered = { status: number; body: { ok?: boolean; number?: number; refusal?: { code: string } } }

/** Sends one press as a page does; `more` bends what is sent. */
export const postTo = async (
  url: string,
  press: { code: string; secret?: string; to?: string; body: string; headers?: Record<string, string> },
): Promise<Answered> => {
  const { code, secret, to = 'press', body, headers } = press
  const response = await fetch(`${url}/r/${code}/${to}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { cookie: cookieOf(code, secret) }),
      ...headers,
    },
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

export const pressAt = (
  url: string,
  press: { code: string; secret: string; command: object; id?: string },
): Promise<Answered> => {
  const { code, secret, command, id = crypto.randomUUID() } = press
  return postTo(url, { code, secret, body: JSON.stringify({ id, command }) })
}
