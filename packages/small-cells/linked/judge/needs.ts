import { type Equation, shorten } from '../derive/equations.ts'
import { figuresOf, type Group, isFigure, type System, whyHidden } from '../input/system.ts'

/** People whose answers readers know exactly, item by item, because they are shown or what shown groups differ by. */
export type KnownSet = {
  readonly members: Int32Array
  readonly counts: readonly number[]
  readonly n: number
  readonly why: Group['why']
  readonly from: readonly number[]
}

const isWholeShown = (given: { system: System; shown: Uint8Array; group: number }): boolean => {
  const { system, shown, group } = given
  if (!system.groups[group]?.roundings.includes(1)) return false
  for (let category = 0; category <= system.categories; category++) {
    const figure = group * figuresOf(system) + category
    if (isFigure(system, figure) && category < system.categories && !shown[figure]) return false
  }
  return true
}

/** The shown groups, and the remainders between them: the same sums that `shorten` finds, over people. */
export const knownSets = (given: {
  system: System
  shown: Uint8Array
}): { shown: KnownSet[]; remainders: KnownSet[] } => {
  const { system, shown } = given
  const whole = system.groups.flatMap((_, group) => (isWholeShown({ system, shown, group }) ? [group] : []))
  const asEquations = whole.map(
    (group, at): Equation => ({
      unknowns: system.groups[group]?.members ?? new Int32Array(),
      low: 0,
      high: 0,
      from: [at],
    }),
  )
  const familyOf = ({ from }: Equation) => system.groups[whole[from[0] ?? 0] ?? 0]?.family ?? 0
  const setOf = (equation: Equation): KnownSet => {
    const counts = new Array<number>(system.categories).fill(0)
    equation.from.forEach((at, order) => {
      const sign = order === 0 ? 1 : -1
      system.groups[whole[at] ?? 0]?.counts.forEach((count, c) => {
        counts[c] = (counts[c] ?? 0) + sign * count
      })
    })
    const { k, dissenters } = system.rule
    return {
      members: equation.unknowns,
      counts,
      n: counts.reduce((sum, count) => sum + count, 0),
      why: whyHidden({ counts, k, dissenters }),
      from: equation.from.map((at) => (whole[at] ?? 0) * figuresOf(system) + system.categories),
    }
  }
  const short = shorten({ equations: asEquations, unknowns: system.parts, family: familyOf })
  return {
    shown: asEquations.map(setOf),
    remainders: short.filter(({ from, unknowns }) => from.length > 1 && unknowns.length > 0).map(setOf),
  }
}

/** How wide an interval must be: for a reader who is not in the group, and for one who is. */
export type Need = {
  readonly outside: number
  /** For somebody in the group who gave this answer. */
  readonly inside: (answer: number) => number
}

/**
 * How wide the interval of a hidden figure must be: the margin to both sides, unless nobody could know so little. A
 * roster of three leaves at most 0 to 3. And, where whole groups are hidden, what a larger group that may be shown says
 * of each of its parts is no more than was decided when it was shown. Whoever is in the group knows of one answer,
 * which leaves one fewer to be uncertain of. Nothing hidden goes into this: only rosters, and what is shown.
 */
export const needsOf = (given: { system: System; sets: readonly KnownSet[] }) => {
  const { system, sets } = given
  const { categories, roster } = system
  const holding: number[][] = Array.from({ length: system.parts }, () => [])
  sets.forEach(({ members }, set) => {
    for (const part of members) holding[part]?.push(set)
  })
  /** How many of these people each known set holds. */
  const within = (members: Int32Array | readonly number[]) => {
    const found = new Map<number, number>()
    for (const part of members)
      for (const set of holding[part] ?? []) found.set(set, (found.get(set) ?? 0) + 1)
    return found
  }
  /** What is left of these people without the known sets among them. */
  const openOf = (members: Int32Array): Int32Array => {
    const gone = new Set<number>()
    for (const [set, inside] of within(members)) {
      const own = sets[set]?.members
      if (own && own.length === inside) for (const other of own) gone.add(other)
    }
    return gone.size > 0 ? members.filter((part) => !gone.has(part)) : members
  }
  return (target: { members: Int32Array; category: number; strictly: boolean }): Need => {
    const { category } = target
    let most = 0
    for (const part of target.members) most += roster[part] ?? 0
    let said = Number.POSITIVE_INFINITY
    const open = target.strictly ? [] : openOf(target.members)
    if (open.length > 0)
      for (const [number, inside] of within(open)) {
        const set = sets[number]
        if (!set || set.why !== null || inside < open.length) continue
        said = Math.min(said, category < categories ? (set.counts[category] ?? 0) : set.n)
      }
    const margin = 2 * system.rule.margin
    return {
      outside: Math.max(0, Math.min(margin, most, said)),
      inside: (answer) => {
        const isOwn = category === categories || answer === category ? 1 : 0
        return Math.max(0, Math.min(margin, most - 1, said - isOwn))
      },
    }
  }
}
