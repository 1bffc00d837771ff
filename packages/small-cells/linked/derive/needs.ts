import { figuresOf, type Group, isFigure, type System, whyHidden } from '../input/system.ts'
import { type Equation, shorten } from './equations.ts'

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
  if ((system.groups[group]?.roundedTo ?? 1) > 1) return false
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

/**
 * How wide the interval of a hidden figure must be: the margin to both sides, unless nobody could know so little. A
 * roster of three leaves at most 0 to 3. And, where whole groups are hidden, what a larger group that may be shown says
 * of each of its parts is no more than was decided when it was shown.
 */
export const needsOf = (given: { system: System; sets: readonly KnownSet[] }) => {
  const { system, sets } = given
  const { categories, roster } = system
  const holding: number[][] = Array.from({ length: system.parts }, () => [])
  sets.forEach(({ members }, set) => {
    for (const part of members) holding[part]?.push(set)
  })
  const mark = new Int32Array(system.parts).fill(-1)
  let marks = 0
  /** What is left of these people without the known sets among them. */
  const openOf = (members: Int32Array): Int32Array => {
    marks++
    for (const part of members) mark[part] = marks
    const gone = new Set<number>()
    const tried = new Set<number>()
    for (const part of members)
      for (const set of holding[part] ?? []) {
        if (tried.has(set)) continue
        tried.add(set)
        const own = sets[set]?.members
        if (!own || own.length > members.length || !own.every((other) => mark[other] === marks)) continue
        for (const other of own) gone.add(other)
      }
    return gone.size > 0 ? members.filter((part) => !gone.has(part)) : members
  }
  return (target: { members: Int32Array; category: number; value: number; strictly: boolean }): number => {
    const floor = system.ownAnswer && target.value > 0 ? 1 : 0
    let most = 0
    for (const part of target.members) most += roster[part] ?? 0
    let needed = Math.min(2 * system.rule.margin, most - floor)
    if (target.strictly) return Math.max(0, needed)
    const open = openOf(target.members)
    if (open.length === 0) return Math.max(0, needed)
    marks++
    for (const part of open) mark[part] = marks
    for (const number of holding[open[0] ?? 0] ?? []) {
      const set = sets[number]
      if (!set || set.why !== null || set.members.length < open.length) continue
      let inside = 0
      for (const part of set.members) if (mark[part] === marks) inside++
      if (inside < open.length) continue
      const said = target.category < categories ? (set.counts[target.category] ?? 0) : set.n
      needed = Math.min(needed, said - floor)
    }
    return Math.max(0, needed)
  }
}
