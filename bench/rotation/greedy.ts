/** Mulberry32, so that every run draws the same. */
const seeded = (seed: number) => {
  let state = seed >>> 0
  return (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * Round by round, each person to the group in which he has met fewest, the best of ten orders of chance: the simple way
 * of other tools. Sizes differ by one at most. Answers what the repeats cost, counted as the library counts them.
 */
export const greedyRotation = (given: { people: number; groups: number; rounds: number }): number => {
  const { people, groups, rounds } = given
  const draw = seeded(1)
  const met = new Uint16Array(people * people)
  const times = (a: number, b: number) => met[a * people + b] ?? 0
  let cost = 0
  for (let round = 0; round < rounds; round++) {
    let best: { seated: number[][]; cost: number } | null = null
    for (let attempt = 0; attempt < 10; attempt++) {
      const order = Array.from({ length: people }, (_, at) => at)
      for (let at = people - 1; at > 0; at--) {
        const other = draw(at + 1)
        const moved = order[at] ?? 0
        order[at] = order[other] ?? 0
        order[other] = moved
      }
      const seated: number[][] = Array.from({ length: groups }, () => [])
      let own = 0
      for (const person of order) {
        let least = Number.POSITIVE_INFINITY
        let chosen = 0
        for (const [at, group] of seated.entries()) {
          if (group.length >= Math.floor(people / groups) + (at < people % groups ? 1 : 0)) continue
          const price = group.reduce((sum, other) => sum + times(person, other), 0) + group.length / 1000
          if (price < least) [least, chosen] = [price, at]
        }
        const group = seated[chosen] ?? []
        own += group.reduce((sum, other) => sum + times(person, other), 0)
        group.push(person)
      }
      if (!best || own < best.cost) best = { seated, cost: own }
    }
    cost += best?.cost ?? 0
    for (const group of best?.seated ?? [])
      for (const a of group) for (const b of group) if (a !== b) met[a * people + b] = times(a, b) + 1
  }
  return cost
}
