/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). For things made up, never for secrets. */
export type Seeded = {
  next(): number
  /** One of a list. @throws when it is empty. */
  pick<T>(from: readonly T[]): T
  /** About normal, mean 0, spread 1: the sum of twelve. */
  bell(): number
}

export const seeded = (seed: string): Seeded => {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    -2_128_831_035,
  )
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    pick: (from) => {
      const one = from[Math.floor(next() * from.length)]
      if (one === undefined) throw new Error('Nothing to pick from.')
      return one
    },
    bell: () => Array.from({ length: 12 }, next).reduce((sum, one) => sum + one, -6),
  }
}
