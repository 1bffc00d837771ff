import { type Problem, pairKey } from '../rotation/problem.ts'
import { pairsOf } from './spread.ts'

/**
 * What the repeats must cost at least, because there are only so many pairs: all meetings that the sizes make are given
 * to the cheapest pairs first, a pair's second meeting after everybody's first, never more often than both are there.
 * Meetings that rules force are counted as they are. Bans leave a pair out. A bound of its own, whoever sits where.
 */
export const countingBound = (problem: Problem): number => {
  const { ids, rounds, before, known, apart, together, togetherOf } = problem
  const people = ids.length
  const key = (a: number, b: number) => pairKey({ a, b, people })
  const forced = new Map<number, number>()
  let meetings = 0
  const isThere = rounds.map(({ free, locked }) => {
    const there = new Uint8Array(people)
    for (const person of [...free, ...locked.flat()]) there[person] = 1
    return there
  })
  for (const [at, { sizes, locked, free }] of rounds.entries()) {
    for (const size of [...sizes, ...locked.map(({ length }) => length)]) meetings += pairsOf(size)
    const isFree = new Set(free)
    const sets = together.map((set) => set.filter((person) => isFree.has(person) && isThere[at]?.[person]))
    for (const group of [...locked, ...sets])
      for (const [first, a] of group.entries())
        for (const b of group.slice(first + 1)) forced.set(key(a, b), (forced.get(key(a, b)) ?? 0) + 1)
  }
  const together2 = (a: number, b: number) => togetherOf[a] !== -1 && togetherOf[a] === togetherOf[b]

  // Pairs without a history, by how often both are there.
  const offers = new Map<number, number>()
  const offer = (price: number, pairs: number) => offers.set(price, (offers.get(price) ?? 0) + pairs)
  const caps = new Map<number, number>()
  for (const [cap, pairs] of pairsByCap({ isThere, people })) caps.set(cap, pairs)
  const special = new Set([...before.keys(), ...known.keys(), ...forced.keys()])
  for (const [a, enemies] of apart.entries()) for (const b of enemies) special.add(key(a, b))
  let cost = 0
  for (const pair of special) {
    const [a, b] = [Math.floor(pair / people), pair % people]
    const cap = isThere.reduce((sum, there) => sum + ((there[a] ?? 0) & (there[b] ?? 0)), 0)
    caps.set(cap, (caps.get(cap) ?? 0) - 1)
    const base = (before.get(pair) ?? 0) + (known.get(pair) ?? 0)
    const must = forced.get(pair) ?? 0
    cost += base * must + pairsOf(must)
    meetings -= must
    if (apart[a]?.has(b) || together2(a, b)) continue
    for (let time = must; time < cap; time++) offer(base + time, 1)
  }
  for (const [cap, pairs] of caps) for (let time = 0; time < cap; time++) offer(time, pairs)
  for (const [price, pairs] of [...offers].sort(([a], [b]) => a - b)) {
    const taken = Math.min(meetings, pairs)
    cost += taken * price
    meetings -= taken
    if (meetings <= 0) break
  }
  return cost
}

/** How many pairs are both there so many times. People who come and go alike are counted together. */
const pairsByCap = (given: { isThere: readonly Uint8Array[]; people: number }): Map<number, number> => {
  const { isThere, people } = given
  const kinds = new Map<string, { of: number; person: number }>()
  for (let person = 0; person < people; person++) {
    const pattern = isThere.map((there) => there[person]).join('')
    const kind = kinds.get(pattern) ?? { of: 0, person }
    kind.of++
    kinds.set(pattern, kind)
  }
  // Too many ways to come and go: that both are always there is a bound as well.
  if (kinds.size > 500) return new Map([[isThere.length, pairsOf(people)]])
  const caps = new Map<number, number>()
  const all = [...kinds.values()]
  all.forEach((one, at) => {
    for (const other of all.slice(at)) {
      const cap = isThere.reduce(
        (sum, there) => sum + ((there[one.person] ?? 0) & (there[other.person] ?? 0)),
        0,
      )
      const pairs = one === other ? pairsOf(one.of) : one.of * other.of
      caps.set(cap, (caps.get(cap) ?? 0) + pairs)
    }
  })
  return caps
}
