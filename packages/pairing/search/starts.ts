import { bestDesign } from '../designs/best-design.ts'
import { joinGuests } from '../designs/guests.ts'
import type { Problem, RoundProblem } from '../rotation/problem.ts'
import { type Chance, shuffle } from './chance.ts'
import { labelDesign } from './labels.ts'
import type { Prices } from './prices.ts'
import { eachPair } from './seating.ts'
import { LOOKS, type Steps } from './steps.ts'

/** For each round, the group that each person would like to be in, or -1. */
export type Wishes = readonly Int32Array[]

/** Groups as they come, the largest first, are matched to the sizes of the round, the largest first. */
const wishFor = (given: {
  groups: readonly (readonly number[])[]
  round: RoundProblem
  people: number
}): Int32Array => {
  const { groups, round, people } = given
  const wish = new Int32Array(people).fill(-1)
  const isThere = new Uint8Array(people)
  for (const person of round.free) isThere[person] = 1
  const largest = [...round.sizes.keys()].sort((a, b) => (round.sizes[b] ?? 0) - (round.sizes[a] ?? 0))
  const there = groups.map((group) => group.filter((person) => isThere[person] === 1))
  there
    .sort((a, b) => b.length - a.length)
    .forEach((group, at) => {
      for (const person of group) wish[person] = largest[at] ?? -1
    })
  return wish
}

/** The groups of a plan that was announced. Rounds that it does not have are left open. */
export const wishesOfDraft = ({ draft, rounds, ids }: Problem): Wishes =>
  rounds.map((round, at) => wishFor({ groups: draft[at] ?? [], round, people: ids.length }))

/** The design that fits best, begun anew where it has fewer rounds than wanted. */
export function* wishesOfDesign(given: {
  problem: Problem
  prices: Prices
  chance: Chance
}): Steps<{ wishes: Wishes; moves: number }> {
  const { problem, prices, chance } = given
  const { rounds, ids } = problem
  const size = Math.max(1, ...rounds.map(({ sizes }) => sizes.reduce((most, one) => Math.max(most, one), 0)))
  const groups = Math.max(Math.ceil(ids.length / size), ...rounds.map(({ sizes }) => sizes.length))
  const design = bestDesign({ groups, size })
  const { people, moves } = yield* labelDesign({ problem, prices, design, rounds: rounds.length, chance })
  const wishes: Int32Array[] = []
  for (const [at, round] of rounds.entries()) {
    const seated = design
      .round(at % design.length)
      .map((group) => group.flatMap((place) => ((people[place] ?? -1) === -1 ? [] : [people[place] ?? 0])))
    wishes.push(wishFor({ groups: seated, round, people: ids.length }))
    yield moves
  }
  return { wishes, moves }
}

/** Rooms in which guests are looked for: beyond, designs are loose enough to leave places empty instead. */
const MOST_HOSTS = 100

/** A design of the smaller size that a few more people join, or null where sizes vary otherwise or no way was found. */
export const wishesOfGuests = (given: { problem: Problem; chance: Chance }): Wishes | null => {
  const { problem, chance } = given
  const { rounds, ids } = problem
  const [first] = rounds
  const size = first?.sizes.reduce((least, one) => Math.min(least, one), ids.length) ?? 0
  const groups = first?.sizes.length ?? 0
  const guests = ids.length - groups * size
  const isAlike = rounds.every(
    ({ sizes, free }) =>
      free.length === ids.length && sizes.length === groups && Math.max(...sizes) === size + 1,
  )
  if (!isAlike || ids.length > MOST_HOSTS || size < 2) return null
  const design = bestDesign({ groups, size })
  const way = joinGuests({ design, rounds: rounds.length, guests })
  if (!way) return null
  const order = shuffle({ list: [...ids.keys()], chance })
  return rounds.map((round, at) => {
    const seated = design.round(way.rounds[at] ?? 0).map((group) => group.map((place) => order[place] ?? 0))
    for (const [guest, joined] of way.joins.entries())
      seated[joined[at] ?? 0]?.push(order[groups * size + guest] ?? 0)
    return wishFor({ groups: seated, round, people: ids.length })
  })
}

/** One after the other, each to the group with the fewest people he has met: what other tools do. */
export function* wishesOfGreed(given: { problem: Problem; chance: Chance; prices: Prices }): Steps<Wishes> {
  const { problem, chance, prices } = given
  const wishes: Int32Array[] = []
  const all: number[][] = []
  for (const round of problem.rounds) {
    const wish = new Int32Array(problem.ids.length).fill(-1)
    const groups: number[][] = round.sizes.map(() => [])
    const every = Math.max(1, Math.floor(LOOKS / round.free.length))
    for (const [at, person] of shuffle({ list: [...round.free], chance }).entries()) {
      if (at % every === 0) yield 0
      let best = -1
      let least = Number.POSITIVE_INFINITY
      for (const [group, members] of groups.entries()) {
        if (members.length >= (round.sizes[group] ?? 0)) continue
        const price =
          members.reduce((sum, other) => sum + prices.of(person, other), 0) + members.length / 1000
        if (price < least) [best, least] = [group, price]
      }
      groups[best]?.push(person)
      wish[person] = best
    }
    for (const group of groups) eachPair(group, prices.meet)
    all.push(...groups)
    wishes.push(wish)
    yield 0
  }
  for (const group of all) eachPair(group, prices.unmeet)
  return wishes
}
