import type { Bound } from '../bounds/bound.ts'
import { pairsOf } from '../bounds/spread.ts'
import { type Problem, pairKey } from './problem.ts'
import type { Rotation, Unmixed } from './request.ts'

type Rounds = readonly (readonly (readonly number[])[])[]

/** Counts everything anew from the groups, and says it with the names of people. */
export const reportOf = (given: {
  problem: Problem
  rounds: Rounds
  bound: Bound
  unmixed: readonly Unmixed[]
  found: { by: 'design' | 'search'; moves: number }
}): Rotation => {
  const { problem, rounds, bound, found } = given
  const { ids, before, known } = problem
  const people = ids.length
  const times = timesOf({ rounds, people })
  const name = (person: number) => ids[person] ?? ''
  const again: Rotation['again'][number][] = []
  const others = new Int32Array(people)
  let count = 0
  let familiar = 0
  for (const [pair, often] of times) {
    const [a, b] = [Math.floor(pair / people), pair % people]
    const earlier = before.get(pair) ?? 0
    count += pairsOf(often) + often * (earlier + (known.get(pair) ?? 0))
    if (known.has(pair)) familiar += often
    if (often > 1 || earlier > 0) again.push({ people: [name(a), name(b)], times: often, before: earlier })
    others[a] = (others[a] ?? 0) + 1
    others[b] = (others[b] ?? 0) + 1
  }
  const there = [...new Set(rounds.flat(2))].map((person) => others[person] ?? 0)
  return {
    rounds: rounds.map((round) => round.map((group) => group.map(name))),
    repeats: { count, bound: bound.repeats, boundIs: bound.is, isMet: count <= bound.repeats + 1e-9 },
    again,
    known: familiar,
    met: {
      least: there.length === 0 ? 0 : there.reduce((least, own) => Math.min(least, own), people - 1),
      mean: there.length === 0 ? 0 : there.reduce((sum, own) => sum + own, 0) / there.length,
      others: people - 1,
    },
    unmixed: given.unmixed,
    found: { by: found.by, moves: found.moves },
  }
}

/** How often each pair meets, by `pairKey`, in the order of the pairs. */
const timesOf = (given: { rounds: Rounds; people: number }): [number, number][] => {
  const { rounds, people } = given
  const times = new Map<number, number>()
  for (const group of rounds.flat())
    for (const [at, a] of group.entries())
      for (const b of group.slice(at + 1)) {
        const pair = pairKey({ a, b, people })
        times.set(pair, (times.get(pair) ?? 0) + 1)
      }
  return [...times].sort(([a], [b]) => a - b)
}
