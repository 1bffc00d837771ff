/** Rounds of equal groups in which no two people sit together twice. People are numbered from 0. */
export type Design = {
  readonly groups: number
  readonly size: number
  /** How many rounds there are. */
  readonly length: number
  round(at: number): number[][]
}

/** Groups of two: one stays, the others go round (Kirkman 1847). Everybody meets everybody. */
export const roundRobin = (groups: number): Design => {
  const others = 2 * groups - 1
  return {
    groups,
    size: 2,
    length: others,
    round: (at) =>
      Array.from({ length: groups }, (_, pair) =>
        pair === 0 ? [others, at] : [(at + pair) % others, (at - pair + others) % others],
      ),
  }
}

/** Everybody once, in order: all that can be had when groups are larger than their number. */
export const onlyOne = (given: { groups: number; size: number }): Design => {
  const { groups, size } = given
  return {
    ...given,
    length: 1,
    round: () =>
      Array.from({ length: groups }, (_, group) =>
        Array.from({ length: size }, (_, seat) => group * size + seat),
      ),
  }
}
