import { figuresOf, isFigure, type System, unknownsOf, whyHidden } from '../input/system.ts'
import { type Equation, publishedEquations } from './equations.ts'
import { type Interval, intervalsUnder } from './intervals.ts'
import { type KnownSet, knownSets, needsOf } from './needs.ts'
import type { Change } from './proof.ts'
import type { Solver } from './solver.ts'

/** Something hidden: a figure of a group, or of a part that no table lists. */
export type Target = {
  readonly group: number | null
  readonly part: number | null
  readonly category: number
  readonly unknowns: Int32Array
  readonly value: number
  readonly needed: number
}

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
}

/** A group that may not be known exactly, and is. */
export type Bare = {
  readonly why: 'too-few' | 'alike' | 'empty'
  readonly of: 'shown' | 'remainder'
  readonly group: number
  readonly category: number
  readonly from: readonly number[]
}

const bareIn = (given: { system: System; shown: Uint8Array; remainders: readonly KnownSet[] }): Bare[] => {
  const { system, shown, remainders } = given
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
  // That nobody answered among the rest is said by the equal numbers themselves.
  for (const { why, from } of remainders)
    if (why !== null && why !== 'empty')
      found.push({
        why,
        of: 'remainder',
        group: Math.floor((from[0] ?? 0) / figuresOf(system)),
        category: system.categories,
        from,
      })
  return found
}

/** Everything hidden that belongs to somebody. */
export const targetsIn = (given: {
  system: System
  reference: Int32Array
  shown: Uint8Array
  sets: readonly KnownSet[]
}): Target[] => {
  const { system, reference, shown, sets } = given
  const { categories } = system
  const needed = needsOf({ system, sets })
  const found: Target[] = []
  system.groups.forEach(({ members, counts, n, why }, group) => {
    if (n === 0) return
    for (let category = 0; category <= categories; category++) {
      const figure = group * figuresOf(system) + category
      if (shown[figure] || !isFigure(system, figure)) continue
      const value = category < categories ? (counts[category] ?? 0) : n
      const strictly = system.rule.hide === 'cells'
      // Hidden for the sake of others: it might be shown by itself, and knowing it is no harm by itself.
      const isHarmless = !strictly && why === null
      found.push({
        group,
        part: null,
        category,
        unknowns: unknownsOf({ categories, members, category }),
        value,
        needed: isHarmless ? 0 : needed({ members, category, value, strictly }),
      })
    }
  })
  const { k, dissenters } = system.rule
  for (const part of system.unlisted) {
    const counts = Array.from(reference.subarray(part * categories, (part + 1) * categories))
    const why = whyHidden({ counts, k, dissenters })
    if (why === null || why === 'empty') continue
    const members = Int32Array.of(part)
    for (let category = 0; category <= categories; category++) {
      if (categories === 1 && category === 1) continue
      const value = category < categories ? (counts[category] ?? 0) : counts.reduce((a, b) => a + b, 0)
      const unknowns = unknownsOf({ categories, members, category })
      const least = needed({ members, category, value, strictly: false })
      if (least > 0) found.push({ group: null, part, category, unknowns, value, needed: least })
    }
  }
  return found
}

const judge = (given: {
  target: Target
  interval: Interval
  ownAnswer: boolean
  isBounded: boolean
}): Audited => {
  const { target, interval, ownAnswer, isBounded } = given
  const { low, high, seenLow, seenHigh, from, trouble } = interval
  const floor = ownAnswer && target.value > 0 ? 1 : 0
  const spans = (least: number, most: number) => most - Math.max(least, floor) >= target.needed
  const is = spans(seenLow, seenHigh) ? 'wide' : spans(low, high) ? 'not-proved' : 'narrow'
  return {
    group: target.group,
    part: target.part,
    category: target.category,
    low,
    high: isBounded ? high : null,
    seenLow,
    seenHigh,
    needed: target.needed,
    is,
    from: is === 'wide' ? [] : [...from()],
    trouble,
  }
}

export const familyIn =
  (system: System) =>
  (equation: Equation): number => {
    const [figure = -1] = equation.from
    if (figure < 0) return -1
    const isTotal = figure % figuresOf(system) === system.categories
    return (system.groups[Math.floor(figure / figuresOf(system))]?.family ?? 0) * 2 + (isTotal ? 1 : 0)
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
  const intervals = intervalsUnder({
    equations: publishedEquations({ system, shown }),
    reference,
    margin: system.rule.margin,
    solver,
    family: familyIn(system),
    onTable: seen.add,
  })
  try {
    const audited = own.flatMap((target, at): Audited[] => {
      const floor = system.ownAnswer && target.value > 0 ? 1 : 0
      const isEnough = (low: number, high: number) => high - Math.max(low, floor) >= target.needed
      // Parts that no table lists are many: only those that tables found so far leave in doubt are looked at.
      const mayPass = !isThorough && (isQuick || target.group === null)
      if (mayPass && isEnough(seen.low(at), seen.high(at))) return []
      const interval = intervals.of({ unknowns: target.unknowns, isEnough, isThorough })
      const isBounded = intervals.isBounded(interval.high)
      return [judge({ target, interval, ownAnswer: system.ownAnswer, isBounded })]
    })
    return { bare: bareIn({ system, shown, remainders: known.remainders }), audited }
  } finally {
    intervals.dispose()
  }
}
