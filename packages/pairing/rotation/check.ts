import type { Problem } from './problem.ts'

/**
 * The first round that breaks a hard rule, or null. Looks at groups alone and shares no line with the search, so that
 * what leaves this package has been looked at twice.
 */
export const brokenRound = (given: {
  problem: Problem
  rounds: readonly (readonly (readonly number[])[])[]
}): number | null => {
  const { problem, rounds } = given
  const broken = problem.rounds.findIndex(({ free, sizes, locked }, at) => {
    const groups = rounds[at] ?? []
    const own = groups.slice(locked.length)
    const groupOf = new Map(groups.flatMap((group, index) => group.map((person) => [person, index] as const)))
    const seats = groups.reduce((sum, { length }) => sum + length, 0)
    const people = [...free, ...locked.flat()]
    if (seats !== people.length || people.some((person) => !groupOf.has(person))) return true
    if (own.length !== sizes.length || own.some(({ length }, index) => length !== sizes[index])) return true
    if (locked.some((group, index) => group.some((person) => groupOf.get(person) !== index))) return true
    if (
      groups.some((group) => {
        const inside = new Set(group)
        return group.some((person) => [...(problem.apart[person] ?? [])].some((enemy) => inside.has(enemy)))
      })
    )
      return true
    return problem.together.some((set) => {
      const where = set.flatMap((person) => groupOf.get(person) ?? [])
      return where.some((group) => group !== where[0])
    })
  })
  return broken === -1 ? null : broken
}
