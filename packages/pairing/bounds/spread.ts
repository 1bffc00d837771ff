/** Pairs among `people`. */
export const pairsOf = (people: number): number => (people * (people - 1)) / 2

/** The fewest pairs that sit together when `people` go to `groups` places: as evenly as can be. */
export const evenPairs = (given: { people: number; groups: number }): number => {
  const { people, groups } = given
  if (groups === 0) return 0
  const small = Math.floor(people / groups)
  const large = people % groups
  return large * pairsOf(small + 1) + (groups - large) * pairsOf(small)
}
