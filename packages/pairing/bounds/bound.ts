import { provedMost } from '../designs/best-design.ts'
import type { Problem } from '../rotation/problem.ts'
import type { BoundKind } from '../rotation/request.ts'
import { countingBound } from './counting.ts'
import { crossingBound } from './crossing.ts'
import { evenPairs } from './spread.ts'

export type Bound = { readonly repeats: number; readonly is: BoundKind }

/** The best lower bound on the cost of repeats that is known here, and which it is. */
export const repeatsBound = (problem: Problem): Bound => {
  const counting = countingBound(problem)
  const crossing = crossingBound(problem)
  if (crossing > counting) return { repeats: crossing, is: 'crossing' }
  if (counting > 0) return { repeats: counting, is: 'counting' }
  return isBeyondProof(problem) ? { repeats: 1, is: 'exhausted' } : { repeats: 0, is: 'none' }
}

/** Everybody is always there in equal groups, for more rounds than an exhaustive search has shown to be possible. */
const isBeyondProof = ({ ids, rounds, past }: Problem): boolean => {
  const all = [...rounds.map(({ sizes }) => sizes), ...past.map((round) => round.map(({ length }) => length))]
  const [size = 0] = all[0] ?? []
  const groups = all[0]?.length ?? 0
  const areEqual = all.every((sizes) => sizes.length === groups && sizes.every((one) => one === size))
  const most = provedMost({ groups, size })
  return areEqual && groups * size === ids.length && most !== null && all.length > most
}

/** The least that people who are alike must cost, by how evenly each kind can be spread in each round. */
export const mixingBound = ({ rounds, traits, mixing }: Problem): number => {
  let least = 0
  for (const { free, sizes, locked } of rounds)
    for (const { of, values } of traits) {
      const counts = new Int32Array(values.length)
      for (const person of [...free, ...locked.flat()]) {
        const value = of[person] ?? -1
        if (value >= 0) counts[value] = (counts[value] ?? 0) + 1
      }
      for (const people of counts) least += evenPairs({ people, groups: sizes.length + locked.length })
    }
  return least * mixing
}
