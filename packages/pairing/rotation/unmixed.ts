import { evenPairs, pairsOf } from '../bounds/spread.ts'
import type { Problem } from './problem.ts'
import type { Unmixed, WhyUnmixed } from './request.ts'

type Groups = readonly (readonly number[])[]

/** Where people who are alike could not be spread over all groups, or more evenly than they are, and why. */
export const unmixedOf = (given: { problem: Problem; rounds: readonly Groups[] }): Unmixed[] => {
  const { problem, rounds } = given
  const found = new Map<string, Unmixed>()
  rounds.forEach((groups, round) => {
    if (groups.length < 2) return
    for (const { name: trait, values, of } of problem.traits)
      for (const [number, value] of values.entries()) {
        const counts = groups.map((group) => group.filter((person) => of[person] === number).length)
        const people = counts.reduce((sum, count) => sum + count, 0)
        const why = people === 0 ? null : whyUnmixed({ problem, round, groups, counts, of, number })
        if (!why) continue
        const key = JSON.stringify([trait, value, why])
        const one = found.get(key)
        const range = (seen: readonly [number, number] | undefined, own: number): [number, number] =>
          seen ? [Math.min(seen[0], own), Math.max(seen[1], own)] : [own, own]
        found.set(key, {
          ...{ trait, value, why },
          rounds: [...(one?.rounds ?? []), round],
          people: range(one?.people, people),
          groups: range(one?.groups, groups.length),
        })
      }
  })
  return [...found.values()]
}

const whyUnmixed = (given: {
  problem: Problem
  round: number
  groups: Groups
  counts: readonly number[]
  of: Int32Array
  number: number
}): WhyUnmixed | null => {
  const { problem, round, groups, counts, of, number } = given
  const people = counts.reduce((sum, count) => sum + count, 0)
  const everybody = groups.reduce((sum, { length }) => sum + length, 0)
  const isLike = (person: number) => of[person] === number
  if (people < groups.length && counts.every((count) => count < 2)) return 'too-few'
  if (counts.reduce((sum, count) => sum + pairsOf(count), 0) > evenPairs({ people, groups: groups.length })) {
    const holdsTwo = (set: readonly number[]) => set.filter(isLike).length > 1
    const isFree = new Set(problem.rounds[round]?.free)
    if (problem.rounds[round]?.locked.some(holdsTwo)) return 'locked'
    if (problem.together.some((set) => holdsTwo(set.filter((person) => isFree.has(person)))))
      return 'kept-together'
    if (groups.flat().some((person) => isLike(person) && (problem.apart[person]?.size ?? 0) > 0))
      return 'kept-apart'
    return 'new-people-first'
  }
  if (people < groups.length) return 'too-few'
  const holdsOnlyThese = groups.some((group, at) => group.length > 1 && counts[at] === group.length)
  return holdsOnlyThese && everybody - people < groups.length ? 'too-many' : null
}
