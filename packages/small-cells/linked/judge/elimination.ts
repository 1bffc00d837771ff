/**
 * What remains of exact sums once some columns are eliminated, in whole numbers: sparse rows of column and factor,
 * reduced so that each pivot is in one row only. Columns below nought name the rows that were added up (-1 is the first).
 */
export type Reduced = {
  readonly pivot: number
  readonly row: ReadonlyMap<number, number>
}

/** Beyond this, whole numbers and patience end: whoever asks has to do without an answer. */
const MOST = { factor: 1_000_000, steps: 40_000_000 }

const gcd = (a: number, b: number): number => {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y > 0) [x, y] = [y, x % y]
  return x
}

/**
 * Reduces rows to a basis of those sums of them in which none of the columns `isGone` stands. Null when numbers or
 * work grow too large; nothing is rounded.
 */
export const reduce = (given: {
  rows: readonly ReadonlyMap<number, number>[]
  isGone: (column: number) => boolean
}): Reduced[] | null => {
  const { rows, isGone } = given
  const pivots = new Map<number, Map<number, number>>()
  /** The pivots of the rows in which a column stands, or once stood. */
  const holding = new Map<number, Set<number>>()
  let steps = 0
  /** Takes the pivot's column out of a row. False when numbers grow too large. */
  const clear = (
    row: Map<number, number>,
    pivot: number,
    by: ReadonlyMap<number, number>,
    owner?: number,
  ) => {
    const here = row.get(pivot) ?? 0
    const there = by.get(pivot) ?? 0
    const common = gcd(here, there)
    const [own, other] = [there / common, here / common]
    if (own !== 1) for (const [column, factor] of row) row.set(column, factor * own)
    for (const [column, factor] of by) {
      const next = (row.get(column) ?? 0) - factor * other
      if (next === 0) row.delete(column)
      else row.set(column, next)
      if (owner !== undefined && next !== 0 && column >= 0) hold(column, owner)
    }
    steps += row.size + by.size
    let divisor = 0
    for (const factor of row.values()) {
      if (Math.abs(factor) > MOST.factor) return false
      if (divisor !== 1) divisor = gcd(divisor, factor)
    }
    if (divisor > 1) for (const [column, factor] of row) row.set(column, factor / divisor)
    return steps <= MOST.steps
  }
  const hold = (column: number, owner: number) => {
    const known = holding.get(column)
    if (known) known.add(owner)
    else holding.set(column, new Set([owner]))
  }
  for (const [number, given] of rows.entries()) {
    const row = new Map(given)
    row.set(-1 - number, 1)
    for (const column of given.keys()) {
      const by = pivots.get(column)
      if (by && row.has(column) && !clear(row, column, by)) return null
    }
    let pivot = -1
    for (const column of row.keys())
      if (column >= 0 && (pivot < 0 || (isGone(column) && !isGone(pivot)))) pivot = column
    if (pivot < 0) continue
    for (const owner of holding.get(pivot) ?? []) {
      const other = pivots.get(owner)
      if (other?.has(pivot) && !clear(other, pivot, row, owner)) return null
    }
    pivots.set(pivot, row)
    for (const column of row.keys()) if (column >= 0) hold(column, pivot)
  }
  return [...pivots].flatMap(([pivot, row]) => (isGone(pivot) ? [] : [{ pivot, row }]))
}
