import type { Touched } from '../domain/run/touched.ts'

/** What changes many times a second is sent four times a second: results that are shown, the hosts' desk, talk in a large room. */
const SLOW_EVERY = 250

/**
 * Gathers what is to be sent. A step, one's own seat and one's group leave at once; the rest waits for the next of four
 * moments a second, and then is sent as it is by then.
 */
export const openPace = (on: {
  isLarge(): boolean
  send(touched: readonly Touched[]): void
  /** At one of the four moments: something may be on its way to the disk just then, and is waited for. */
  sendSettled(touched: readonly Touched[]): void
}) => {
  let slow: Touched[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    timer = undefined
    const sent = lastSaid(newest(slow))
    slow = []
    if (sent.length > 0) on.sendSettled(sent)
  }

  return {
    take: (touched: readonly Touched[]): void => {
      const isSlow = (one: Touched) =>
        one.part === 'desk' ||
        one.part === 'people' ||
        one.part === 'poll' ||
        (one.part === 'said' && on.isLarge())
      const now = newest(touched.filter((one) => !isSlow(one)))
      slow.push(...touched.filter(isSlow))
      if (now.length > 0) on.send(now)
      if (slow.length > 0) timer ??= setTimeout(flush, SLOW_EVERY).unref()
    },
    stop: (): void => clearTimeout(timer),
  }
}

/** Of talk to the whole room nobody reads more at once; what was before is asked for. */
const MOST_SAID = 20

const lastSaid = (touched: Touched[]): Touched[] => {
  const isToAll = (one: Touched) => one.part === 'said' && one.hearers.to === 'room'
  const left = new Set(touched.filter(isToAll).slice(0, -MOST_SAID))
  return left.size > 0 ? touched.filter((one) => !left.has(one)) : touched
}

/** Each part once, where it was touched last. */
const newest = (touched: readonly Touched[]): Touched[] => [
  ...new Map(touched.map((one) => [JSON.stringify(one), one])).values(),
]
