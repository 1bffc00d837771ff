import { figuresOf, isFigure, type System } from '../input/system.ts'
import { derivedGroups } from '../judge/derived.ts'
import { asSomebodyInside } from '../judge/insiders.ts'
import { knownSets } from '../judge/needs.ts'
import { type Target, targetsIn } from '../judge/targets.ts'
import { type Equation, kindOf, publishedEquations } from './equations.ts'
import type { Interval } from './interval.ts'
import { type Intervals, intervalsUnder } from './intervals.ts'
import type { Change } from './proof.ts'
import type { Solver } from './solver.ts'

export type Audited = {
  readonly group: number | null
  readonly part: number | null
  readonly category: number
  readonly low: number
  readonly high: number | null
  readonly seenLow: number
  readonly seenHigh: number
  readonly needed: number
  /** Wide enough and proved; too narrow; not proved. */
  readonly is: 'wide' | 'narrow' | 'not-proved'
  readonly from: readonly number[]
  readonly trouble: Interval['trouble']
  /** The unknown that somebody in the group knows to be at least one, where only he can tell. */
  readonly knowing: number | null
  /** Then the interval that everybody finds, where it was looked for. */
  readonly everybody?: { readonly low: number; readonly high: number | null }
}

/** A group that may not be known exactly, and is; or sums too many to try. */
export type Bare = {
  readonly why: 'too-few' | 'alike' | 'empty' | 'not-searched'
  readonly of: 'shown' | 'remainder'
  readonly group: number
  readonly category: number
  readonly from: readonly number[]
}

const shownBare = ({ system, shown }: { system: System; shown: Uint8Array }): Bare[] => {
  const found: Bare[] = []
  system.groups.forEach(({ why }, group) => {
    if (why === null) return
    for (let category = 0; category <= system.categories; category++) {
      const figure = group * figuresOf(system) + category
      if (!shown[figure] || !isFigure(system, figure)) continue
      found.push({ why, of: 'shown', group, category, from: [figure] })
      if (system.rule.hide === 'groups') break
    }
  })
  return found
}

/** That nobody answered among a remainder is said by the equal numbers themselves. */
const derivedBare = (given: Parameters<typeof derivedGroups>[0] & { bare: readonly Bare[] }): Bare[] => {
  const { system } = given
  const { found, isComplete, from } = derivedGroups(given)
  const groupIn = (from: readonly number[]) =>
    Math.floor((from.find((figure) => figure >= 0) ?? 0) / figuresOf(system))
  // A group that is shown itself is judged as such.
  const named = new Set(given.bare.map(({ group }) => system.groups[group]?.members.join() ?? ''))
  const bare = found.flatMap(({ why, parts, category, from }): Bare[] =>
    named.has(parts.join()) ? [] : [{ why, of: 'remainder', group: groupIn(from), category, from }],
  )
  if (isComplete) return bare
  return [
    ...bare,
    { why: 'not-searched', of: 'remainder', group: groupIn(from), category: system.categories, from },
  ]
}

export const familyIn =
  (system: System) =>
  (equation: Equation): number => {
    const [figure = -1] = equation.from
    return figure < 0 ? -1 : kindOf({ system, figure })
  }

/** How far targets go in the tables found so far. */
const seenSoFar = (given: { system: System; reference: Int32Array; targets: readonly Target[] }) => {
  const { reference, targets } = given
  const concerned: number[][] = Array.from(reference, () => [])
  targets.forEach(({ unknowns }, at) => {
    for (const unknown of unknowns) concerned[unknown]?.push(at)
  })
  const now = Float64Array.from(targets, ({ unknowns }) =>
    unknowns.reduce((sum, unknown) => sum + (reference[unknown] ?? 0), 0),
  )
  const [low, high] = [now.slice(), now.slice()]
  const moved = new Map<number, number>()
  return {
    low: (at: number) => low[at] ?? 0,
    high: (at: number) => high[at] ?? 0,
    add: ({ unknowns, by }: Change) => {
      moved.clear()
      unknowns.forEach((unknown, place) => {
        for (const at of concerned[unknown] ?? []) moved.set(at, (moved.get(at) ?? 0) + (by[place] ?? 0))
      })
      for (const [at, change] of moved) {
        const value = (now[at] ?? 0) + change
        if (value < (low[at] ?? 0)) low[at] = value
        if (value > (high[at] ?? 0)) high[at] = value
      }
    },
  }
}

const judge = (given: {
  target: Target
  interval: Interval
  needed: number
  isBounded: boolean
  knowing: number | null
}): Audited => {
  const { target, interval, needed, isBounded, knowing } = given
  const { low, high, seenLow, seenHigh, from, trouble } = interval
  const isSeen = seenLow !== null && seenHigh !== null && seenHigh - seenLow >= needed
  const is = isSeen ? 'wide' : high - low >= needed ? 'not-proved' : 'narrow'
  return {
    group: target.group,
    part: target.part,
    category: target.category,
    low,
    high: isBounded ? high : null,
    seenLow: seenLow ?? target.value,
    seenHigh: seenHigh ?? target.value,
    needed,
    is,
    from: is === 'wide' ? [] : [...from()],
    trouble,
    knowing,
  }
}

/** What only somebody inside can tell, beside the interval that everybody finds. */
const insideOf = (outside: Audited, inside: Audited): Audited => ({
  ...inside,
  everybody: { low: outside.low, high: outside.high },
})

/** A part whose counts nobody knows for sure, not even here, but which is large and mixed in every table that fits. */
const isSurelyHarmless = (given: { system: System; part: number; intervals: Intervals }): boolean => {
  const { system, part, intervals } = given
  const { categories, rule } = system
  const lows = Array.from({ length: categories }, (_, c) => {
    const unknowns = Int32Array.of(part * categories + c)
    return intervals.of({ unknowns, isEnough: () => true, isThorough: false }).low
  })
  const all = lows.reduce((sum, low) => sum + low, 0)
  if (all < rule.k) return false
  return (
    rule.dissenters === null ||
    categories === 1 ||
    lows.every((_, c) => all - (lows[c] ?? 0) > (rule.dissenters ?? 0))
  )
}

/**
 * Audits what is shown of one item: which groups are bare, and for each hidden figure what can be derived. With `share`
 * only each `of`-th target is looked at, so that several workers can divide them.
 */
export const auditSystem = (given: {
  system: System
  reference: Int32Array
  shown: Uint8Array
  solver: Solver
  share?: { at: number; of: number }
  /** Searches for whole numbers at both ends of every interval, even where fewer prove enough. */
  isThorough?: boolean
  /** Asks only whether intervals are wide enough, and leaves out those that are. */
  isQuick?: boolean
}): { bare: Bare[]; audited: Audited[] } => {
  const {
    system,
    reference,
    shown,
    solver,
    share = { at: 0, of: 1 },
    isThorough = false,
    isQuick = false,
  } = given
  const known = knownSets({ system, shown })
  const targets = targetsIn({ system, reference, shown, sets: [...known.shown, ...known.remainders] })
  const size = Math.ceil(targets.length / share.of)
  const own = targets.slice(share.at * size, (share.at + 1) * size)
  const seen = seenSoFar({ system, reference, targets: own })
  // Parts that no table lists are many: only those that tables found so far leave in doubt are looked at.
  const maySkip = !isThorough && (isQuick || own.some(({ group }) => group === null))
  const equations = publishedEquations({ system, shown })
  const intervals = intervalsUnder({
    equations,
    reference,
    margin: system.rule.margin,
    solver,
    family: familyIn(system),
    asked: own.map(({ unknowns, group, category }) => ({
      unknowns,
      kind: group === null ? -1 : kindOf({ system, figure: group * figuresOf(system) + category }),
    })),
    onTable: (change) => {
      if (maySkip) seen.add(change)
      inside.add(change)
    },
  })
  const inside = asSomebodyInside({ system, reference, intervals })
  try {
    const isEnoughFor = (target: Target) => (low: number, high: number) => high - low >= target.need.outside
    const audited = own.flatMap((target, at): Audited[] => {
      const isEnough = isEnoughFor(target)
      const mayPass = maySkip && (isQuick || target.group === null)
      if (mayPass && isEnough(seen.low(at), seen.high(at))) {
        const knowing = inside.narrowFor(target)
        return knowing === null ? [] : [judge({ ...knowing, target })]
      }
      const interval = intervals.of({ unknowns: target.unknowns, isEnough, isThorough, isQuick })
      const isBounded = intervals.isBounded(interval.high)
      const outside = judge({ target, interval, isBounded, needed: target.need.outside, knowing: null })
      if (outside.is !== 'wide') return [outside]
      const knowing = inside.narrowFor(target)
      return [knowing === null ? outside : insideOf(outside, judge({ ...knowing, target }))]
    })
    const harmless = new Set(
      audited.flatMap(({ part, is }) =>
        part !== null && is === 'narrow' && isSurelyHarmless({ system, part, intervals }) ? [part] : [],
      ),
    )
    const bare = share.at > 0 ? [] : shownBare({ system, shown })
    if (share.at === 0)
      bare.push(
        ...derivedBare({
          system,
          reference,
          bare,
          equations: system.rule.hide === 'groups' ? equations : intervals.short,
          settled: intervals.settled(),
        }),
      )
    return { bare, audited: audited.filter(({ part }) => part === null || !harmless.has(part)) }
  } finally {
    intervals.dispose()
  }
}
