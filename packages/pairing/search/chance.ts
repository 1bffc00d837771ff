export type Chance = {
  /** A whole number from 0 to `most` - 1. */
  below(most: number): number
  /** A number that is x or more about as often as 2 to the power of -x. */
  patience(): number
}

/**
 * Chance that is the same for the same seed, everywhere: mulberry32 in whole numbers, and instead of a logarithm, whose
 * last digit may differ between machines, the straight line between powers of two.
 */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    below: (most) => Math.floor((next() / 4294967296) * most),
    patience: () => {
      const drawn = next()
      const zeros = Math.clz32(drawn)
      const rest = zeros >= 31 ? 0 : ((drawn << (zeros + 1)) >>> 0) / 4294967296
      return zeros + 1 - rest
    },
  }
}

/** Puts a list in an order of chance, in place. */
export const shuffle = <T>(given: { list: T[]; chance: Chance }): T[] => {
  const { list, chance } = given
  for (let at = list.length - 1; at > 0; at--) {
    const other = chance.below(at + 1)
    const moved = list[at] as T
    list[at] = list[other] as T
    list[other] = moved
  }
  return list
}
