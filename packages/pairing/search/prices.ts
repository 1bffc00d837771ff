import { type Problem, pairKey } from '../rotation/problem.ts'
import type { Steps } from './steps.ts'

/**
 * So much more than anything else costs (at most some thousands a pair) that no exchange is worth it, and so little that
 * tenths are still exact beside it.
 */
const FORBIDDEN = 10_000_000

/**
 * What one more meeting of two people would cost now, and the book of their meetings: the first is free, the second
 * costs 1, the third 2, and so on; each costs besides what the pair costs at any time (`base`).
 */
export type Prices = {
  of(a: number, b: number): number
  base(a: number, b: number): number
  meet(a: number, b: number): void
  unmeet(a: number, b: number): void
}

/** As many people as a table of all pairs is kept for: 32 MB. Above, only pairs that do meet are kept. */
const DENSE = 2000

export function* pricesOf(problem: Problem): Steps<Prices> {
  const { ids, before, known, apart, traits, mixing } = problem
  const people = ids.length
  const key = (a: number, b: number) => pairKey({ a, b, people })
  const special = new Map(before)
  for (const [pair, weight] of known) special.set(pair, (special.get(pair) ?? 0) + weight)
  for (const [a, enemies] of apart.entries())
    for (const b of enemies) special.set(key(a, b), (special.get(key(a, b)) ?? 0) + FORBIDDEN / 2)
  const base = (a: number, b: number) => {
    let price = special.size === 0 ? 0 : (special.get(key(a, b)) ?? 0)
    for (const { of } of traits) if (of[a] !== -1 && of[a] === of[b]) price += mixing
    return price
  }
  return people <= DENSE ? yield* dense({ people, base }) : sparse({ base, key })
}

type Base = (a: number, b: number) => number

function* dense(given: { people: number; base: Base }): Steps<Prices> {
  const { people, base } = given
  const now = new Float64Array(people * people)
  for (let a = 0; a < people; a++) {
    if (a % 16 === 0) yield 0
    for (let b = 0; b < a; b++) now[a * people + b] = now[b * people + a] = base(a, b)
  }
  const bump = (a: number, b: number, by: number) => {
    const price = (now[a * people + b] ?? 0) + by
    now[a * people + b] = price
    now[b * people + a] = price
  }
  return {
    base,
    of: (a, b) => now[a * people + b] ?? 0,
    meet: (a, b) => bump(a, b, 1),
    unmeet: (a, b) => bump(a, b, -1),
  }
}

const sparse = (given: { base: Base; key: Base }): Prices => {
  const { base, key } = given
  const meetings = new Map<number, number>()
  return {
    base,
    of: (a, b) => base(a, b) + (meetings.get(key(a, b)) ?? 0),
    meet: (a, b) => meetings.set(key(a, b), (meetings.get(key(a, b)) ?? 0) + 1),
    unmeet: (a, b) => {
      const left = (meetings.get(key(a, b)) ?? 0) - 1
      if (left === 0) meetings.delete(key(a, b))
      else meetings.set(key(a, b), left)
    },
  }
}
