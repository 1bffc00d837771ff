import { namedTwice } from '../reading/read-groups.ts'
import { pairKey } from './problem.ts'
import { accept, type Refusal, type Result, type Round, refuse } from './request.ts'

export type AbsorbRequest = {
  /** The groups that sit now. */
  readonly groups: Round
  readonly arrived?: readonly string[]
  readonly left?: readonly string[]
  readonly min: number
  readonly max: number
  /** Rounds held before, so that newcomers go where they know fewest. */
  readonly past?: readonly Round[]
  readonly apart?: readonly (readonly [string, string])[]
}

export type Absorbed = {
  /** The groups as they were named, those who left gone; a group that was given up is empty. New ones follow. */
  readonly groups: Round
  /** Who has to change the group, because too few were left in it. */
  readonly moved: readonly string[]
  /** For whom there is no place: every group is full, or holds somebody he must not meet. */
  readonly waiting: readonly string[]
}

/**
 * Lets people come and go in the middle of a round without breaking groups: nobody moves but the last people of a group
 * that fell below `min`. Each newcomer goes to the group with the fewest people, then where he has met fewest; when all
 * are full, at least `min` who wait make a group of their own. Same request, same answer.
 */
export const absorb = (request: AbsorbRequest): Result<Absorbed, Refusal> => {
  const { groups, arrived = [], left = [], min, max, past = [], apart = [] } = request
  const twice = namedTwice([...groups.flat(), ...arrived])
  if (twice !== undefined) return refuse({ code: 'named-twice', id: twice, where: 'groups' })
  if (!Number.isSafeInteger(min) || min < 1 || min > 10_000)
    return refuse({ code: 'out-of-range', what: 'min', least: 1, most: 10_000 })
  if (!Number.isSafeInteger(max) || max < min || max > 10_000)
    return refuse({ code: 'out-of-range', what: 'max', least: min, most: 10_000 })
  const numbers = new Map([...groups.flat(), ...arrived].map((id, at) => [id, at]))
  const stranger = left.find((id) => !numbers.has(id))
  if (stranger !== undefined) return refuse({ code: 'unknown-person', id: stranger, where: 'left' })

  const people = numbers.size
  const key = (a: string, b: string) =>
    pairKey({ a: numbers.get(a) ?? people, b: numbers.get(b) ?? people, people: people + 1 })
  const times = new Map<number, number>()
  for (const group of past.flat()) {
    const here = group.filter((id) => numbers.has(id))
    for (const [at, a] of here.entries())
      for (const b of here.slice(at + 1)) times.set(key(a, b), (times.get(key(a, b)) ?? 0) + 1)
  }
  const enemies = new Set(apart.map(([a, b]) => key(a, b)))
  const gone = new Set(left)
  const now = groups.map((group) => group.filter((id) => !gone.has(id)))
  const newcomers = arrived.filter((id) => !gone.has(id))
  const moved: string[] = []
  /** The best group with room, or -1. */
  const placeFor = (person: string, but: number) => {
    const met = (group: readonly string[]) =>
      group.reduce((sum, other) => sum + (times.get(key(person, other)) ?? 0), 0)
    let best = -1
    for (const [at, group] of now.entries()) {
      if (at === but || group.length === 0 || group.length >= max) continue
      if (group.some((other) => enemies.has(key(person, other)))) continue
      const other = now[best]
      const isSmaller = !other || group.length < other.length
      if (isSmaller || (group.length === other.length && met(group) < met(other))) best = at
    }
    return best
  }
  // Newcomers first: they may save a group that has become too small.
  const waiting: string[] = []
  const seat = (person: string, but = -1): boolean => {
    const at = placeFor(person, but)
    if (at >= 0) now[at]?.push(person)
    return at >= 0
  }
  for (const person of newcomers) if (!seat(person)) waiting.push(person)
  for (const [at, group] of now.entries()) {
    if (group.length === 0 || group.length >= min) continue
    const homes = now.map((other) => other.length)
    const leaving = [...group]
    if (leaving.every((person) => seat(person, at))) {
      now[at] = []
      moved.push(...leaving)
    } else for (const [index, other] of now.entries()) other.splice(homes[index] ?? 0)
  }
  while (waiting.length >= min) {
    const fresh: string[] = []
    for (const person of [...waiting])
      if (fresh.length < max && !fresh.some((other) => enemies.has(key(person, other)))) fresh.push(person)
    if (fresh.length < min) break
    now.push(fresh)
    waiting.splice(0, waiting.length, ...waiting.filter((person) => !fresh.includes(person)))
  }
  return accept({ groups: now, moved, waiting })
}
