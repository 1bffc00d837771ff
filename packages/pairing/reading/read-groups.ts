import { type Problem, pairKey } from '../rotation/problem.ts'
import {
  accept,
  type Refusal,
  type Result,
  type RotationRequest,
  type Round,
  refuse,
} from '../rotation/request.ts'

/** More than ten thousand people have in six rounds of groups of thirty. */
export const MOST_MEETINGS = 1_000_000

/** More weight than that, of one pair from many sessions, would compete with rules. */
const MOST_WEIGHT = 1000

type Groups = Pick<Problem, 'past' | 'draft' | 'before' | 'known' | 'apart' | 'together' | 'togetherOf'>

/** Everything in a request that names people outside of the rounds to be planned. */
export const readGroups = (given: {
  request: RotationRequest
  numbers: ReadonlyMap<string, number>
}): Result<Groups, Refusal> => {
  const { request, numbers } = given
  const people = numbers.size
  const key = (a: number, b: number) => pairKey({ a, b, people })
  const unknown = (id: string, where: string) => refuse({ code: 'unknown-person' as const, id, where })

  const past = (request.past ?? []).map((round) => known(round, numbers))
  const draft = (request.draft ?? []).map((round) => known(round, numbers))
  for (const [where, rounds] of [
    ['past', request.past ?? []],
    ['draft', request.draft ?? []],
  ] as const)
    for (const round of rounds) {
      const twice = namedTwice(round.flat())
      if (twice !== undefined) return refuse({ code: 'named-twice', id: twice, where })
    }
  const meetings = past.flat().reduce((sum, { length }) => sum + Math.max(1, (length * (length - 1)) / 2), 0)
  if (meetings > MOST_MEETINGS) return refuse({ code: 'too-large', meetings, most: MOST_MEETINGS })
  const before = new Map<number, number>()
  const bump = (into: Map<number, number>, pair: number, by: number) =>
    into.set(pair, (into.get(pair) ?? 0) + by)
  for (const round of past)
    for (const group of round)
      group.forEach((a, at) => {
        for (const b of group.slice(at + 1)) bump(before, key(a, b), 1)
      })

  const met = new Map<number, number>()
  for (const {
    people: [first, second],
    weight,
  } of request.met ?? []) {
    const a = numbers.get(first)
    const b = numbers.get(second)
    if (first === second) return refuse({ code: 'named-twice', id: first, where: 'met' })
    // Whoever is not in this session meets nobody in it.
    if (a !== undefined && b !== undefined && weight > 0)
      met.set(key(a, b), Math.min(MOST_WEIGHT, (met.get(key(a, b)) ?? 0) + weight))
  }

  const apart = Array.from({ length: people }, () => new Set<number>())
  for (const [first, second] of request.apart ?? []) {
    const a = numbers.get(first)
    const b = numbers.get(second)
    if (a === undefined) return unknown(first, 'apart')
    if (b === undefined) return unknown(second, 'apart')
    if (a === b) return refuse({ code: 'named-twice', id: first, where: 'apart' })
    apart[a]?.add(b)
    apart[b]?.add(a)
  }

  const togetherOf = new Int32Array(people).fill(-1)
  const sets: number[][] = []
  for (const set of request.together ?? []) {
    const twice = namedTwice(set)
    if (twice !== undefined) return refuse({ code: 'named-twice', id: twice, where: 'together' })
    const stranger = set.find((id) => !numbers.has(id))
    if (stranger !== undefined) return unknown(stranger, 'together')
    join({ set: set.map((id) => numbers.get(id) ?? 0), sets, togetherOf })
  }
  const together = sets.filter(({ length }) => length > 1)
  togetherOf.fill(-1)
  together.forEach((set, at) => {
    for (const person of set) togetherOf[person] = at
  })
  for (const [a, enemies] of apart.entries())
    for (const b of enemies)
      if (togetherOf[a] === togetherOf[b] && togetherOf[a] !== -1)
        return refuse({ code: 'together-and-apart', people: [nameOf(numbers, a), nameOf(numbers, b)] })
  return accept({ past, draft, before, known: met, apart, together, togetherOf })
}

/** Sets that share somebody are one set. */
const join = (given: { set: readonly number[]; sets: number[][]; togetherOf: Int32Array }) => {
  const { set, sets, togetherOf } = given
  const into = sets.length
  const all = new Set(set)
  for (const person of set) {
    const other = togetherOf[person] ?? -1
    if (other >= 0) {
      for (const one of sets[other] ?? []) all.add(one)
      sets[other] = []
    }
  }
  sets.push([...all].sort((a, b) => a - b))
  for (const person of all) togetherOf[person] = into
}

const known = (round: Round, numbers: ReadonlyMap<string, number>): number[][] =>
  round.map((group) =>
    group.flatMap((id) => {
      const number = numbers.get(id)
      return number === undefined ? [] : [number]
    }),
  )

export const namedTwice = (ids: readonly string[]): string | undefined => {
  const seen = new Set<string>()
  return ids.find((id) => seen.size === seen.add(id).size)
}

export const nameOf = (numbers: ReadonlyMap<string, number>, person: number): string =>
  [...numbers.keys()][person] ?? ''
