import type { Interval } from '../derive/interval.ts'
import type { Intervals } from '../derive/intervals.ts'
import type { Change } from '../derive/proof.ts'
import type { System } from '../input/system.ts'
import type { Target } from './targets.ts'

/** How many of the tables found before are tried. */
const RECENT = 200

type Finding = {
  readonly interval: Interval
  readonly needed: number
  readonly isBounded: boolean
  readonly knowing: number
}

/**
 * Looks at a hidden figure as each of those who may be in the group: whoever answered knows that there is one who gave
 * that answer, in whichever category, and that changes what everything else adds up to. Tables found before are tried
 * first; a solver is asked only for what they leave open.
 */
export const asSomebodyInside = (given: {
  system: System
  reference: Int32Array
  intervals: Intervals
}): { narrowFor: (target: Target) => Finding | null; add: (change: Change) => void } => {
  const { system, reference, intervals } = given
  const { categories } = system
  /** Tables that were checked, as they are found, by unknown; the reference is one besides. */
  const tables: Map<number, number>[] = [new Map()]
  const leastCount = new Float64Array(reference.length).fill(Number.POSITIVE_INFINITY)
  for (const { members, counts } of system.groups)
    for (const part of members)
      counts.forEach((count, c) => {
        const unknown = part * categories + c
        leastCount[unknown] = Math.min(leastCount[unknown] ?? 0, count)
      })
  /** Whether anybody may be there: known, or not ruled out by any count. */
  const mayBeThere = (unknown: number) => {
    if (system.reference) return (system.reference[unknown] ?? 0) >= 1
    const roster = system.roster[Math.floor(unknown / categories)] ?? 0
    return roster >= 1 && (leastCount[unknown] ?? 0) >= 1
  }
  const inTarget = new Uint8Array(reference.length)
  const narrowFor = (target: Target): Finding | null => {
    if (!system.ownAnswer || target.need.outside === 0) return null
    const who: { unknown: number; needed: number; low: number; high: number }[] = []
    for (const part of target.members)
      for (let c = 0; c < categories; c++) {
        const unknown = part * categories + c
        const needed = target.need.inside(c)
        if (needed === 0 || !mayBeThere(unknown)) continue
        who.push({ unknown, needed, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY })
      }
    if (who.length === 0) return null
    for (const unknown of target.unknowns) inTarget[unknown] = 1
    const now = target.unknowns.reduce((sum, unknown) => sum + (reference[unknown] ?? 0), 0)
    let open = who
    const tryTable = (moved: ReadonlyMap<number, number>) => {
      let sum = now
      for (const [unknown, by] of moved) if (inTarget[unknown]) sum += by
      for (const one of open) {
        if ((reference[one.unknown] ?? 0) + (moved.get(one.unknown) ?? 0) < 1) continue
        one.low = Math.min(one.low, sum)
        one.high = Math.max(one.high, sum)
      }
      open = open.filter(({ low, high, needed }) => high - low < needed)
    }
    try {
      tryTable(new Map())
      // What was found last is about neighbours.
      let tried = Math.max(0, tables.length - RECENT)
      const tryNew = () => {
        for (; tried < tables.length && open.length > 0; tried++) {
          const table = tables[tried]
          if (table) tryTable(table)
        }
      }
      tryNew()
      for (let one = open[0]; one; one = open[0]) {
        const finding = asOne(target, one)
        if (finding) return finding
        open = open.filter((other) => other !== one)
        tryNew()
      }
      return null
    } finally {
      for (const unknown of target.unknowns) inTarget[unknown] = 0
    }
  }
  const asOne = (target: Target, one: { unknown: number; needed: number }): Finding | null => {
    const { unknown, needed } = one
    const isSettled = intervals.pieceOf(unknown) < 0
    if (isSettled && (reference[unknown] ?? 0) < 1) return null
    const isEnough = (low: number, high: number) => high - low >= needed
    const floor = isSettled ? {} : { floor: unknown }
    const interval = intervals.of({
      unknowns: target.unknowns,
      isEnough,
      isThorough: false,
      isQuick: true,
      ...floor,
    })
    const { seenLow, seenHigh } = interval
    if (seenLow !== null && seenHigh !== null && isEnough(seenLow, seenHigh)) return null
    // Nobody can be there: then there is nobody who knows it.
    const room = intervals.of({
      unknowns: Int32Array.of(unknown),
      isEnough: (_, high) => high >= 1,
      isThorough: false,
    })
    if (room.high < 1 && room.trouble === null) return null
    return { interval, needed, isBounded: intervals.isBounded(interval.high), knowing: unknown }
  }
  const add = ({ unknowns, by }: Change) => {
    if (!system.ownAnswer) return
    // Those before are not tried again, and would fill the memory.
    if (tables.length > RECENT) tables[tables.length - RECENT - 1] = new Map()
    tables.push(new Map(unknowns.map((unknown, at) => [unknown, by[at] ?? 0])))
  }
  return { narrowFor, add }
}
