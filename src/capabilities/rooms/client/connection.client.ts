import type { Press } from '../contract/press.ts'
import { type Heard, hear, nothingHeard, secondsLeft } from '../domain/stream/hear.ts'
import type { SaidPart, StreamMessage } from '../domain/stream/message.ts'
import type { Passing } from '../domain/stream/passing.ts'
import { answerOf, openOutbox, type PressAnswer, type Returned } from './outbox.client.ts'
import { keepListening } from './stream.client.ts'
import { browserWorld, type World } from './world.client.ts'

export type { PressAnswer }

/** All that a page needs of a room. A rehearsal makes the same from the machine alone. */
export type RoomConnection = {
  heard(): Heard
  /** By the server's clock, also where the device's own is wrong; undefined where the step has no end of its own. */
  secondsLeft(): number | undefined
  state(): 'connecting' | 'live' | 'lost'
  press(command: Press['command']): Promise<PressAnswer>
  /** What was pressed and has no answer yet, in the order of pressing. */
  waiting?(): readonly Press[]
  /** What was pressed before a reload and refused after it; each is given back once. */
  takeReturned?(): readonly Returned[]
  /** Passes on what is heard now or never; lost where the network is. */
  pass?(passing: Passing): Promise<PressAnswer>
  /** What was said before a message, oldest first; undefined where nobody answers. */
  earlier?(before: number): Promise<readonly SaidPart[] | undefined>
  watch(listener: () => void): () => void
  close(): void
}

/**
 * The page's connection to an open room: a stream that is kept up, and presses that are kept until they are answered.
 * `seen` is what the page was made from, so that it shows something before the stream has begun.
 */
export const connectRoom = (on: {
  code: string
  seen?: StreamMessage | undefined
  world?: World
}): RoomConnection => {
  const { code, seen, world = browserWorld() } = on
  const address = `/r/${encodeURIComponent(code)}`
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  let heard = seen ? hear(nothingHeard, seen) : nothingHeard
  let heardAt = { now: seen?.now ?? 0, monotonic: world.monotonic() }

  const outbox = openOutbox({
    world,
    kept: `kith-room-${code}`,
    post: (press) => world.post(`${address}/press`, press),
    moveNow: () => heard.room?.move,
    changed: tell,
  })
  const stream = keepListening({
    world,
    address: `${address}/stream`,
    message: (text) => {
      const message = JSON.parse(text) as StreamMessage
      heard = hear(heard, message)
      heardAt = { now: message.now, monotonic: world.monotonic() }
      tell()
    },
    changed: (state) => {
      if (state === 'live') outbox.hurry()
      tell()
    },
  })

  return {
    heard: () => heard,
    secondsLeft: () => heard.room && secondsLeft(heard.room.clock, heardAt, world.monotonic()),
    state: stream.state,
    press: outbox.press,
    waiting: outbox.waiting,
    takeReturned: outbox.takeReturned,
    pass: async (passing) => answerOf(await world.post(`${address}/press`, passing)),
    earlier: async (before) => {
      const posted = await world.get(`${address}/earlier?before=${before}`)
      const said = posted?.status === 200 && (posted.said as { said?: unknown } | null)?.said
      return Array.isArray(said) ? (said as SaidPart[]) : undefined
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      stream.close()
      outbox.close()
      listeners.clear()
    },
  }
}
