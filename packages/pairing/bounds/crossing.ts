import type { Problem } from '../rotation/problem.ts'
import { evenPairs } from './spread.ts'

/**
 * What the repeats must cost at least, because two rounds cross: whoever sits in one group of the first is spread over
 * the groups of the second at best evenly, and every two who land in one group meet again. Summed over all pairs of
 * rounds, each repeat is counted as often as it costs. With groups larger than their number this is Welch's bound
 * (1974) on the overlaps of the groups, in whole numbers. Rounds with different people are not compared; weights of
 * earlier sessions are left out.
 */
export const crossingBound = (problem: Problem): number => {
  const { rounds, past } = problem
  const parts = rounds.map(({ free, sizes, locked }) => ({
    people: new Set([...free, ...locked.flat()]),
    who: [...free, ...locked.flat()].sort((a, b) => a - b).join(),
    sizes: [...sizes, ...locked.map(({ length }) => length)],
  }))
  const cross = (from: readonly number[], groups: number) =>
    from.reduce((sum, people) => sum + evenPairs({ people, groups }), 0)
  let least = 0
  parts.forEach((one, at) => {
    for (const other of parts.slice(at + 1)) {
      if (one.who !== other.who) continue
      least += Math.max(cross(one.sizes, other.sizes.length), cross(other.sizes, one.sizes.length))
    }
    for (const round of past) {
      const still = round.map((group) => group.filter((person) => one.people.has(person)).length)
      least += cross(still, one.sizes.length)
    }
  })
  return least
}
