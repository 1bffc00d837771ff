import type { Equation } from './equations.ts'

/** Unknowns that hang together through equations, numbered anew, with every equation about them. */
export type Piece = {
  /** Which unknowns of the system these are. */
  readonly unknowns: Int32Array
  readonly most: Float64Array
  /** Which published figures bound each of them from above, by number of the list of equations; -1: none does. */
  readonly boundBy: Int32Array
  readonly rows: readonly {
    readonly columns: Int32Array
    readonly low: number
    readonly high: number
    /** Which equation of the list this is what is left of. */
    readonly equation: number
  }[]
}

export type Pieces = {
  readonly pieces: readonly Piece[]
  /** Per unknown: its piece, or -1 when only one value is left for it; and its number there. */
  readonly pieceOf: Int32Array
  readonly columnOf: Int32Array
  /** Which equations the number of one rests on: its own, and those that settled other unknowns in it before. */
  readonly behind: (equation: number) => readonly number[]
  /** The equation that settled an unknown, or -1. */
  readonly settledBy: Int32Array
}

/** What an unknown can be at most when nothing bounds it: so much that no difference is ever missed. */
export const ceilingOf = (given: { reference: Int32Array; margin: number }) =>
  given.reference.reduce((sum, count) => sum + count, 0) + 4 * given.margin + 10

/**
 * Settles what is settled by itself (a sum of nought, a sum of one unknown), drops what then says nothing, and splits
 * the rest into pieces that can be looked at one by one. `reference` agrees with every equation.
 */
export const split = (given: {
  equations: readonly Equation[]
  reference: Int32Array
  ceiling: number
}): Pieces => {
  const { equations, reference, ceiling } = given
  const size = reference.length
  const most = new Float64Array(size).fill(ceiling)
  const boundBy = new Int32Array(size).fill(-1)
  const settledBy = new Int32Array(size).fill(-1)
  const order = new Int32Array(size)
  let settlings = 0
  const isSettled = new Uint8Array(size)
  const open = equations.map(({ unknowns }) => unknowns.length)
  const settled = new Float64Array(equations.length)
  const starts = new Int32Array(size + 1)
  for (const { unknowns } of equations)
    for (const unknown of unknowns) starts[unknown + 1] = (starts[unknown + 1] ?? 0) + 1
  for (let unknown = 0; unknown < size; unknown++)
    starts[unknown + 1] = (starts[unknown + 1] ?? 0) + (starts[unknown] ?? 0)
  const next = starts.slice()
  const within = new Int32Array(starts[size] ?? 0)
  equations.forEach(({ unknowns }, number) => {
    for (const unknown of unknowns) {
      const at = next[unknown] ?? 0
      within[at] = number
      next[unknown] = at + 1
    }
  })
  const waiting = equations.map((_, number) => number)
  const isWaiting = new Uint8Array(equations.length).fill(1)
  const settle = (unknown: number, by: number) => {
    if (isSettled[unknown]) return
    isSettled[unknown] = 1
    settledBy[unknown] = by
    order[unknown] = ++settlings
    for (let at = starts[unknown] ?? 0; at < (starts[unknown + 1] ?? 0); at++) {
      const number = within[at] ?? 0
      open[number] = (open[number] ?? 0) - 1
      settled[number] = (settled[number] ?? 0) + (reference[unknown] ?? 0)
      if (!isWaiting[number]) {
        isWaiting[number] = 1
        waiting.push(number)
      }
    }
  }
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    isWaiting[number] = 0
    const equation = equations[number]
    if (!equation || open[number] === 0) continue
    const left = equation.high - (settled[number] ?? 0)
    if (left <= 0 || (open[number] === 1 && equation.low === equation.high)) {
      for (const unknown of equation.unknowns) settle(unknown, number)
      continue
    }
    for (const unknown of equation.unknowns)
      if (left < (most[unknown] ?? 0)) {
        most[unknown] = left
        boundBy[unknown] = number
      }
  }
  const behind = (first: number): number[] => {
    const found = new Set([first])
    const waiting = [{ equation: first, before: settlings + 1 }]
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const unknown of equations[next.equation]?.unknowns ?? []) {
        const by = settledBy[unknown] ?? -1
        const at = order[unknown] ?? 0
        if (by < 0 || at >= next.before || found.has(by)) continue
        found.add(by)
        waiting.push({ equation: by, before: at })
      }
    return [...found]
  }
  return { ...collect({ equations, most, boundBy, isSettled, settled }), behind, settledBy }
}

const collect = (given: {
  equations: readonly Equation[]
  most: Float64Array
  boundBy: Int32Array
  isSettled: Uint8Array
  settled: Float64Array
}): Omit<Pieces, 'behind' | 'settledBy'> => {
  const { equations, most, boundBy, isSettled, settled } = given
  const size = most.length
  const leader = Int32Array.from({ length: size }, (_, unknown) => unknown)
  const find = (unknown: number): number => {
    let at = unknown
    for (let up = leader[at] ?? at; up !== at; up = leader[at] ?? at) {
      leader[at] = leader[up] ?? up
      at = leader[at] ?? at
    }
    return at
  }
  const kept: { unknowns: Int32Array; low: number; high: number; equation: number }[] = []
  equations.forEach((equation, number) => {
    const unknowns = equation.unknowns.filter((unknown) => !isSettled[unknown])
    if (unknowns.length === 0) return
    const low = equation.low - (settled[number] ?? 0)
    const high = equation.high - (settled[number] ?? 0)
    const all = unknowns.reduce((sum, unknown) => sum + (most[unknown] ?? 0), 0)
    if (low <= 0 && (high >= all || unknowns.length === 1)) return
    kept.push({ unknowns, low, high, equation: number })
    for (const unknown of unknowns) leader[find(unknown)] = find(unknowns[0] ?? unknown)
  })
  const pieceOf = new Int32Array(size).fill(-1)
  const columnOf = new Int32Array(size)
  const numbers = new Map<number, number>()
  const members: number[][] = []
  for (let unknown = 0; unknown < size; unknown++) {
    if (isSettled[unknown]) continue
    const top = find(unknown)
    let number = numbers.get(top)
    if (number === undefined) {
      number = members.push([]) - 1
      numbers.set(top, number)
    }
    pieceOf[unknown] = number
    columnOf[unknown] = (members[number]?.push(unknown) ?? 1) - 1
  }
  const rows: Piece['rows'][number][][] = members.map(() => [])
  for (const { unknowns, low, high, equation } of kept) {
    const columns = unknowns.map((unknown) => columnOf[unknown] ?? 0).sort()
    rows[pieceOf[unknowns[0] ?? 0] ?? 0]?.push({ columns, low, high, equation })
  }
  const pieces = members.map(
    (own, number): Piece => ({
      unknowns: Int32Array.from(own),
      most: Float64Array.from(own, (unknown) => most[unknown] ?? 0),
      boundBy: Int32Array.from(own, (unknown) => boundBy[unknown] ?? -1),
      rows: rows[number] ?? [],
    }),
  )
  return { pieces, pieceOf, columnOf }
}
