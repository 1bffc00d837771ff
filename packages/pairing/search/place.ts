import type { Problem, RoundProblem } from '../rotation/problem.ts'
import { emptyTable, type Table } from './seating.ts'

/** After so many tries, or looks at a group, without an answer nobody knows whether there is one. */
const MOST_TRIES = 50_000
const MOST_LOOKS = 1_000_000

export type Placed = { readonly table: Table; readonly isAllowed: boolean; readonly isProved: boolean }

/**
 * Seats one round so that who belongs together sits together and who must not meet does not, as near to `wanted` (the
 * group that each person would like, or -1) as the sizes allow. Tries ways in an order that never varies and goes back
 * from dead ends: `isAllowed` false and `isProved` true means that there is no way; with `isProved` false the search
 * was given up, sets still sit together where they fit, and some may sit with whom they must not.
 */
export const placeRound = (given: { problem: Problem; round: RoundProblem; wanted: Int32Array }): Placed => {
  const { problem, round, wanted } = given
  const table = emptyTable({ sizes: round.sizes, people: problem.ids.length })
  const units = unitsOf({ problem, round })
  const strict = assign({ problem, round, units, wanted, mayMeet: false })
  // Without the rule of who must not meet, large sets first fit nearly always; the search for better seats goes on.
  const groups = strict.groups ?? assign({ problem, round, units, wanted, mayMeet: true }).groups
  const free = round.sizes.map((size) => size)
  const members: number[][] = round.sizes.map(() => [])
  const seatInto = (person: number, group: number) => {
    members[group]?.push(person)
    free[group] = (free[group] ?? 0) - 1
  }
  const seated = new Set<number>()
  groups?.forEach((group, at) => {
    for (const person of units[at] ?? []) {
      seated.add(person)
      seatInto(person, group)
    }
  })
  const waiting = round.free.filter((person) => {
    if (seated.has(person)) return false
    const group = wanted[person] ?? -1
    if (group < 0 || (free[group] ?? 0) <= 0) return true
    seatInto(person, group)
    return false
  })
  let group = 0
  for (const person of waiting) {
    while ((free[group] ?? 1) <= 0) group++
    seatInto(person, group)
  }
  members.flat().forEach((person, seat) => {
    table.seats[seat] = person
    table.seatOf[person] = seat
  })
  return { table, isAllowed: strict.groups !== null, isProved: strict.groups !== null || strict.isProved }
}

/** Whoever is bound by a rule: sets of two or more, and single people who must not meet somebody who is there. */
const unitsOf = (given: { problem: Problem; round: RoundProblem }): number[][] => {
  const { problem, round } = given
  const isThere = new Set(round.free)
  const sets = problem.together
    .map((set) => set.filter((person) => isThere.has(person)))
    .filter(({ length }) => length > 1)
  const inSet = new Set(sets.flat())
  const bound = round.free.filter(
    (person) => !inSet.has(person) && [...(problem.apart[person] ?? [])].some((enemy) => isThere.has(enemy)),
  )
  const weight = (unit: readonly number[]) =>
    unit.length * 1000 + unit.reduce((sum, person) => sum + (problem.apart[person]?.size ?? 0), 0)
  return [...sets, ...bound.map((person) => [person])]
    .map((unit) => ({ unit, weight: weight(unit) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ unit }) => unit)
}

const assign = (given: {
  problem: Problem
  round: RoundProblem
  units: readonly (readonly number[])[]
  wanted: Int32Array
  mayMeet: boolean
}): { groups: number[] | null; isProved: boolean } => {
  const { problem, round, units, wanted, mayMeet } = given
  const free = [...round.sizes]
  const inGroup: Set<number>[] = round.sizes.map(() => new Set())
  const enemies = units.map((unit) => [
    ...new Set(unit.flatMap((person) => [...(problem.apart[person] ?? [])])),
  ])
  const chosen: number[] = []
  let looks = 0
  /** How far a unit has come through the groups, the wanted one first, and the sizes of empty groups it has tried. */
  const reached: { step: number; emptyTried: Set<number> }[] = []
  const nextFor = (at: number): number | undefined => {
    const unit = units[at] ?? []
    const mark = reached[at] ?? { step: -1, emptyTried: new Set() }
    reached[at] = mark
    const first = wanted[unit[0] ?? -1] ?? -1
    while (mark.step < free.length && looks < MOST_LOOKS) {
      looks++
      const group = mark.step === -1 ? first : (at + mark.step) % free.length
      mark.step++
      if (group === -1 || (group === first && mark.step > 0)) continue
      const space = free[group] ?? 0
      const inside = inGroup[group]
      if (space < unit.length || (!mayMeet && enemies[at]?.some((enemy) => inside?.has(enemy)))) continue
      // Empty groups of one size are all the same.
      if (inside?.size === 0 && mark.emptyTried.has(space)) continue
      if (inside?.size === 0) mark.emptyTried.add(space)
      return group
    }
    return undefined
  }
  const put = (at: number, group: number, by: 1 | -1) => {
    for (const person of units[at] ?? []) {
      if (by === 1) inGroup[group]?.add(person)
      else inGroup[group]?.delete(person)
    }
    free[group] = (free[group] ?? 0) - by * (units[at]?.length ?? 0)
  }
  let at = 0
  for (let tries = 0; at < units.length; tries++) {
    if (tries > MOST_TRIES + units.length || looks >= MOST_LOOKS) return { groups: null, isProved: false }
    const group = nextFor(at)
    if (group !== undefined) {
      chosen[at] = group
      put(at, group, 1)
      at++
      continue
    }
    reached.length = at
    at--
    if (at < 0) return { groups: null, isProved: true }
    put(at, chosen[at] ?? 0, -1)
  }
  return { groups: chosen, isProved: true }
}
