import type { SeatNumber } from '../domain/run/state.ts'
import type { Passing, Sign } from '../domain/stream/passing.ts'

const EVERY = 500
/** A seat's signs count once in this time, in milliseconds: nobody fills a screen. */
const ONE_SIGN_IN = 3_000

export type Passed = { captions?: readonly string[]; signs?: Partial<Record<Sign, number>> }

/** Gathers what passes by, and sends it twice a second: how many showed each sign, never who, and captions in order. */
export const openPassing = (on: { now(): number; send(passed: Passed): void }) => {
  let captions: string[] = []
  let signs: Partial<Record<Sign, number>> = {}
  let lastSign = new Map<SeatNumber, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    timer = undefined
    const passed = {
      ...(captions.length > 0 ? { captions } : {}),
      ...(Object.keys(signs).length > 0 ? { signs } : {}),
    }
    captions = []
    signs = {}
    lastSign = new Map([...lastSign].filter(([, at]) => on.now() - at < ONE_SIGN_IN))
    on.send(passed)
  }

  return {
    take: (seat: SeatNumber, passing: Passing): void => {
      if (passing.pass === 'sign') {
        if (on.now() - (lastSign.get(seat) ?? Number.NEGATIVE_INFINITY) < ONE_SIGN_IN) return
        lastSign.set(seat, on.now())
        signs[passing.sign] = (signs[passing.sign] ?? 0) + 1
      } else captions.push(passing.words.trim())
      timer ??= setTimeout(flush, EVERY).unref()
    },
    stop: (): void => clearTimeout(timer),
  }
}
