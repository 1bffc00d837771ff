import type { Press } from '../contract/press.ts'
import type { StreamMessage } from '../domain/stream/message.ts'
import type { Posted, World } from './world.client.ts'

/** A browser whose network, clock and chance a test decides. `kept` outlives it, as a tab outlives a reload. */
export const fakeWorld = (kept = new Map<string, string>()) => {
  let now = 0
  let ids = 0
  let timers: { at: number; then(): void }[] = []
  const backs = new Set<() => void>()
  const offs = new Set<() => void>()
  const streams: { hears: Parameters<World['openStream']>[1]; isOver: boolean; isClosed: boolean }[] = []
  const posts: { address: string; press: Press; answer(posted: Posted): void }[] = []

  const world: World = {
    openStream: (_, hears) => {
      const stream = { hears, isOver: false, isClosed: false }
      streams.push(stream)
      return {
        close: () => {
          stream.isClosed = true
        },
        isOver: () => stream.isOver,
      }
    },
    post: (address, sent) =>
      new Promise((answer) => {
        if ('id' in sent) posts.push({ address, press: sent, answer })
      }),
    get: async () => undefined,
    monotonic: () => now,
    wait: (milliseconds, then) => {
      const timer = { at: now + milliseconds, then }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    whenBack: (then) => {
      backs.add(then)
      return () => backs.delete(then)
    },
    whenOffline: (then) => {
      offs.add(then)
      return () => offs.delete(then)
    },
    readKept: (name) => kept.get(name) ?? null,
    keep: (name, text) => void kept.set(name, text),
    newId: () => {
      ids += 1
      return `id-${kept.size}-${ids}`
    },
    chance: () => 0.5,
  }
  const settled = () => new Promise<void>((done) => setImmediate(done))

  return {
    world,
    kept,
    streams,
    posts,
    /** Lets so much time pass, and whatever waits for it happen in its order. */
    pass: async (milliseconds: number) => {
      const until = now + milliseconds
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        timers = timers.filter((other) => other !== next)
        now = next.at
        next.then()
        await settled()
      }
      now = until
      await settled()
    },
    /** The newest request is answered; nothing: it is lost on the way. */
    answer: async (posted?: Posted) => {
      posts.at(-1)?.answer(posted)
      await settled()
    },
    say: (message: StreamMessage) => streams.at(-1)?.hears.message(JSON.stringify(message)),
    refuseStream: () => {
      const stream = streams.at(-1)
      if (stream) stream.isOver = true
      stream?.hears.trouble()
    },
    comeBack: () => {
      for (const back of backs) back()
    },
    goOffline: () => {
      for (const off of offs) off()
    },
  }
}
