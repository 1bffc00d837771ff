import { networkIntervals } from '../network/network-intervals.ts'
import { endsIn } from './ends.ts'
import { type Equation, shorten } from './equations.ts'
import type { Interval } from './interval.ts'
import { ceilingOf, split } from './pieces.ts'
import { type Change, prover } from './proof.ts'
import type { Solver } from './solver.ts'

export type Intervals = {
  /** Whole numbers are searched for where fractions stand at an end: if thorough, or to have `isEnough` say yes. */
  readonly of: (given: {
    unknowns: Int32Array
    isEnough: (low: number, high: number) => boolean
    isThorough: boolean
    /** An unknown that is at least one: what somebody who gave that answer knows. */
    floor?: number
    /** Ends may stay short of the tightest as soon as `isEnough` says yes to what was seen. */
    isQuick?: boolean
  }) => Interval
  /** The piece of an unknown; -1 when what is published leaves it one value. */
  readonly pieceOf: (unknown: number) => number
  /** Unknowns that have one value, each with what settles it. */
  readonly settled: () => Equation[]
  /** The same knowledge in shorter sums. */
  readonly short: readonly Equation[]
  readonly isBounded: (high: number) => boolean
  readonly dispose: () => void
}

/**
 * Works out intervals under everything that was published. `reference` is one table that agrees with it; when it does
 * not, this throws. `shorten` families keep equations apart that would not nest.
 */
export const intervalsUnder = (given: {
  equations: readonly Equation[]
  reference: Int32Array
  margin: number
  solver: Solver
  family: (equation: Equation) => number
  /** Sums that will be asked about: known before, they can be found faster. */
  asked?: readonly { readonly unknowns: Int32Array; readonly kind: number }[]
  /** Told of every table that was found and checked. */
  onTable?: (change: Change) => void
}): Intervals => {
  const { equations, reference, margin, solver, family, asked = [], onTable } = given
  const proof = prover({ equations, reference })
  if (!proof.isSound()) throw new Error('the reference does not agree with what was published')
  const short = shorten({ equations, unknowns: reference.length, family })
  const ceiling = ceilingOf({ reference, margin })
  const { pieces, pieceOf, columnOf, settledBy, behind } = split({ equations: short, reference, ceiling })
  const ends = endsIn({ solver })
  const byFlows = networkIntervals({
    ...{ equations, asked, kindOf: family, reference, ceiling },
    prove: (change) => {
      const isProved = proof.isTable(change)
      if (isProved) onTable?.(change)
      return isProved
    },
  })

  const of: Intervals['of'] = (question) =>
    byFlows?.({ isQuick: false, ...question }) ?? byProgrammes(question)
  const byProgrammes: Intervals['of'] = ({ unknowns, isEnough, isThorough, floor }) => {
    const floorPiece = floor === undefined ? -1 : (pieceOf[floor] ?? -1)
    const parts = new Map<number, number[]>()
    const used = new Set<number>()
    let settled = 0
    let value = 0
    for (const unknown of unknowns) {
      value += reference[unknown] ?? 0
      const piece = pieceOf[unknown] ?? -1
      if (piece < 0) {
        settled += reference[unknown] ?? 0
        used.add(settledBy[unknown] ?? -1)
        continue
      }
      const columns = parts.get(piece)
      if (columns) columns.push(columnOf[unknown] ?? 0)
      else parts.set(piece, [columnOf[unknown] ?? 0])
    }
    if (floorPiece >= 0 && !parts.has(floorPiece)) parts.set(floorPiece, [])
    let trouble: Interval['trouble'] = null
    const isThere = ({ unknowns, by }: Change) =>
      floor === undefined || (reference[floor] ?? 0) + (by[unknowns.indexOf(floor)] ?? 0) >= 1
    // Without any other table there is the reference, where it may stand for this.
    const itself = floor === undefined || (reference[floor] ?? 0) >= 1 ? value : null
    const side = (sense: 'least' | 'most', isWhole: boolean) => {
      let mayBeWhole = false
      let bound = settled
      let seen = settled
      const unknownsOfChange: number[] = []
      const by: number[] = []
      for (const [number, columns] of parts) {
        const piece = pieces[number]
        if (!piece) continue
        const question = {
          piece,
          columns,
          sense,
          floor: number === floorPiece ? columnOf[floor ?? 0] : undefined,
        }
        const end = isWhole ? ends.whole(question) : ends.end(question)
        mayBeWhole ||= end.mayBeWhole
        bound += end.bound
        trouble ??= end.trouble
        for (const row of end.rows) used.add(piece.rows[row]?.equation ?? -1)
        for (const column of end.columns) used.add(piece.boundBy[column] ?? -1)
        const { table } = end
        piece.unknowns.forEach((unknown, column) => {
          const change = table ? (table[column] ?? 0) - (reference[unknown] ?? 0) : 0
          if (change === 0) return
          unknownsOfChange.push(unknown)
          by.push(change)
        })
        for (const column of columns)
          seen += table ? (table[column] ?? 0) : (reference[piece.unknowns[column] ?? 0] ?? 0)
      }
      const change: Change = { unknowns: unknownsOfChange, by }
      const isProved = proof.isTable(change)
      if (isProved) onTable?.(change)
      return { bound, seen: isProved && isThere(change) ? seen : null, mayBeWhole }
    }
    let least = side('least', false)
    let most = side('most', false)
    // Where even the bounds are too close, whole numbers cannot be further apart.
    const isWorth = () => isEnough(Math.ceil(least.bound - 1e-6), Math.floor(most.bound + 1e-6))
    const seenLow = () => least.seen ?? itself ?? most.seen
    const seenHigh = () => most.seen ?? itself ?? least.seen
    const isSeen = () => {
      const [low, high] = [seenLow(), seenHigh()]
      return low !== null && high !== null && isEnough(low, high)
    }
    const isOpen = () => isThorough || (isWorth() && !isSeen())
    if (most.mayBeWhole && isOpen()) most = side('most', true)
    if (least.mayBeWhole && isOpen()) least = side('least', true)
    return {
      low: Math.max(0, Math.ceil(least.bound - 1e-6)),
      high: Math.floor(most.bound + 1e-6),
      seenLow: seenLow(),
      seenHigh: seenHigh(),
      from: () => {
        const equations = new Set([...used].filter((number) => number >= 0).flatMap(behind))
        return [...new Set([...equations].flatMap((number) => short[number]?.from ?? []))]
      },
      trouble,
    }
  }
  return {
    of,
    pieceOf: (unknown) => pieceOf[unknown] ?? -1,
    settled: () => {
      const reasons = new Map<number, readonly number[]>()
      const reasonOf = (by: number) => {
        const known = reasons.get(by)
        if (known) return known
        const from = [...new Set(behind(by).flatMap((number) => short[number]?.from ?? []))]
        reasons.set(by, from)
        return from
      }
      return Array.from(settledBy, (by, unknown) => ({ by, unknown })).flatMap(({ by, unknown }) => {
        const value = reference[unknown] ?? 0
        if ((pieceOf[unknown] ?? -1) >= 0) return []
        return [
          { unknowns: Int32Array.of(unknown), low: value, high: value, from: by < 0 ? [] : reasonOf(by) },
        ]
      })
    },
    short,
    isBounded: (high) => high < ceiling,
    dispose: ends.dispose,
  }
}
