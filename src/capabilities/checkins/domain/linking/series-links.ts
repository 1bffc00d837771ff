import type { Crossings, EarlierNode } from './earlier-plan.ts'

/**
 * How the trends of a wave go on from an earlier one of its series, where units are not what they were. A unit that is
 * not named goes on as itself. `from`: the earlier results that add up to it; null where no earlier results do, so that
 * its trend begins anew.
 */
export type SeriesLinks = { readonly since: string; readonly units: readonly UnitLink[] }
export type UnitLink = {
  readonly unit: string
  readonly from: readonly { readonly unit: string; readonly name: string }[] | null
}

/**
 * A unit goes on where its people are exactly those of whole earlier groups, and these are all that one or more earlier
 * results counted. Where an earlier group has people inside and outside of it, nothing that was published then speaks
 * of its people, and its trend stops.
 */
export const linkUnits = (given: {
  /** Of now, in the order of the tree. */
  nodes: readonly { readonly unit: string; readonly parent: string | null; readonly home: string }[]
  earlier: readonly EarlierNode[]
  crossings: Crossings
}): UnitLink[] => {
  const { nodes, earlier, crossings } = given
  const then = resultsThen(earlier, crossings)
  return nodes.flatMap(({ unit, home }): UnitLink[] => {
    if (home !== unit) return []
    const inside = new Set(beneath(nodes, unit))
    const whole = new Set<string>()
    let isSplit = false
    for (const [group, row] of crossings) {
      const units = [...row.keys()]
      const within = units.filter((one) => inside.has(one)).length
      if (within > 0) whole.add(group)
      if (within > 0 && within < units.length) isSplit = true
    }
    // Nobody in it was asked then: there is nothing to go on from, and nothing to explain.
    if (whole.size === 0) return []
    const from = isSplit ? undefined : addingUpTo(then, whole)
    if (from?.length === 1 && from[0]?.unit === unit) return []
    return [{ unit, from: from?.map(({ unit: id, name }) => ({ unit: id, name })) ?? null }]
  })
}

type Then = { unit: string; name: string; above: string | undefined; groups: ReadonlySet<string> }

/** The results of then, each with the groups of people still here that it counted. */
const resultsThen = (earlier: readonly EarlierNode[], crossings: Crossings): Then[] => {
  const homes = new Map(earlier.map(({ unit, home }) => [unit, home]))
  const groups = new Map<string, Set<string>>()
  const above = new Map<string, string | undefined>()
  for (const { unit, parent, home } of earlier) {
    if (unit !== home) continue
    above.set(unit, parent === null ? undefined : homes.get(parent))
    groups.set(unit, new Set())
    if (!crossings.has(unit)) continue
    for (let at: string | undefined = unit; at !== undefined; at = above.get(at)) groups.get(at)?.add(unit)
  }
  return earlier.flatMap(({ unit, name, home }) =>
    unit === home ? [{ unit, name, above: above.get(unit), groups: groups.get(unit) ?? new Set() }] : [],
  )
}

/** The fewest results of then that counted exactly these groups; undefined where none did. */
const addingUpTo = (then: readonly Then[], groups: ReadonlySet<string>): Then[] | undefined => {
  const covered = new Set<string>()
  const taken: Then[] = []
  const found = new Set<string>()
  for (const result of then) {
    const isInside = result.groups.size > 0 && result.groups.isSubsetOf(groups)
    const isBelow = result.above !== undefined && covered.has(result.above)
    if (isInside || isBelow) covered.add(result.unit)
    if (!isInside || isBelow) continue
    taken.push(result)
    for (const group of result.groups) found.add(group)
  }
  return found.size === groups.size ? taken : undefined
}

const beneath = (
  nodes: readonly { readonly unit: string; readonly parent: string | null }[],
  top: string,
): string[] => {
  const inside = new Set([top])
  for (const { unit, parent } of nodes) if (parent !== null && inside.has(parent)) inside.add(unit)
  return [...inside]
}
