import type { Reduced } from './elimination.ts'

/** People that come together or not at all in every sum that can be made, with how many gave each answer. */
type Atom = { readonly columns: readonly number[]; readonly counts: readonly number[]; readonly by: Terms }
type Terms = readonly (readonly [pivot: number, factor: number])[]

type Union = { readonly columns: readonly number[]; readonly from: readonly number[] }

/** How many steps a search may take; what is not searched by then counts as not proved. */
const STEPS = 300_000
/** As many findings as anybody reads. */
const ENOUGH = 40

const atomsOf = (given: {
  basis: readonly Reduced[]
  countsOf: (column: number) => readonly number[]
}): Atom[] => {
  const terms = new Map<number, [number, number][]>()
  given.basis.forEach(({ pivot, row }, number) => {
    const whole = row.get(pivot) ?? 1
    for (const [column, factor] of row) {
      if (column < 0) continue
      const known = terms.get(column)
      if (known) known.push([number, factor / whole])
      else terms.set(column, [[number, factor / whole]])
    }
  })
  const alike = new Map<string, { columns: number[]; counts: number[]; by: Terms }>()
  for (const [column, by] of terms) {
    const key = by.join()
    const counts = given.countsOf(column)
    const known = alike.get(key)
    if (known) {
      known.columns.push(column)
      counts.forEach((count, c) => {
        known.counts[c] = (known.counts[c] ?? 0) + count
      })
    } else alike.set(key, { columns: [column], counts: [...counts], by })
  }
  return [...alike.values()]
}

/** Pivots that hang together through atoms, as lists. */
const piecesOf = ({ pivots, atoms }: { pivots: number; atoms: readonly Atom[] }): number[][] => {
  const leader = Int32Array.from({ length: pivots }, (_, pivot) => pivot)
  const find = (pivot: number): number => {
    let at = pivot
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] ?? at] ?? at
      at = leader[at] ?? at
    }
    return at
  }
  for (const { by } of atoms) for (const [pivot] of by) leader[find(pivot)] = find(by[0]?.[0] ?? pivot)
  const pieces = new Map<number, number[]>()
  for (let pivot = 0; pivot < pivots; pivot++) {
    const own = pieces.get(find(pivot))
    if (own) own.push(pivot)
    else pieces.set(find(pivot), [pivot])
  }
  return [...pieces.values()]
}

/**
 * All smallest sets of people, a whole number of times nought or one each, that exact figures determine and `isBad` says
 * must not be known: every other such set holds one of them. Sets that hold a good one are good, so those are not
 * followed further. `isComplete` is false when there were too many to try.
 */
export const badUnions = (given: {
  basis: readonly Reduced[]
  countsOf: (column: number) => readonly number[]
  /** `good` of any people stays good with more of them. */
  judge: (counts: readonly number[]) => 'good' | 'bad' | 'empty'
}): { found: Union[]; isComplete: boolean } => {
  const { basis, judge } = given
  const atoms = atomsOf(given)
  const touching: number[][] = basis.map(() => [])
  atoms.forEach(({ by }, atom) => {
    for (const [pivot] of by) touching[pivot]?.push(atom)
  })
  const categories = atoms[0]?.counts.length ?? 0
  const found: Union[] = []
  /** -1 open, else nought or one, per pivot; the least and the most that each atom can then be. */
  const value = new Int8Array(basis.length).fill(-1)
  const least = Float64Array.from(atoms, ({ by }) => by.reduce((sum, [, f]) => sum + Math.min(0, f), 0))
  const most = Float64Array.from(atoms, ({ by }) => by.reduce((sum, [, f]) => sum + Math.max(0, f), 0))
  const counts = new Array<number>(categories).fill(0)
  const isIn = new Uint8Array(atoms.length)
  const trail: { pivot: number; atoms: number[] }[] = []
  let nogoods: number[][] = []
  let steps = 0

  const close = (pivot: number, to: number): boolean => {
    value[pivot] = to
    const entered: number[] = []
    trail.push({ pivot, atoms: entered })
    let isPossible = true
    for (const atom of touching[pivot] ?? []) {
      const factor = atoms[atom]?.by.find(([one]) => one === pivot)?.[1] ?? 0
      least[atom] = (least[atom] ?? 0) + factor * to - Math.min(0, factor)
      most[atom] = (most[atom] ?? 0) + factor * to - Math.max(0, factor)
      const [low, high] = [least[atom] ?? 0, most[atom] ?? 0]
      if (low > 1 + 1e-6 || high < -1e-6) isPossible = false
      if (high - low > 1e-9) continue
      if (Math.abs(low) > 1e-6 && Math.abs(low - 1) > 1e-6) isPossible = false
      if (low < 0.5 || isIn[atom]) continue
      isIn[atom] = 1
      entered.push(atom)
      atoms[atom]?.counts.forEach((count, c) => {
        counts[c] = (counts[c] ?? 0) + count
      })
    }
    return isPossible
  }
  const reopen = (length: number) => {
    for (let last = trail.length; last > length; last--) {
      const step = trail.pop()
      if (!step) return
      const { pivot } = step
      const to = value[pivot] ?? 0
      value[pivot] = -1
      for (const atom of touching[pivot] ?? []) {
        const factor = atoms[atom]?.by.find(([one]) => one === pivot)?.[1] ?? 0
        least[atom] = (least[atom] ?? 0) - factor * to + Math.min(0, factor)
        most[atom] = (most[atom] ?? 0) - factor * to + Math.max(0, factor)
      }
      for (const atom of step.atoms) {
        isIn[atom] = 0
        atoms[atom]?.counts.forEach((count, c) => {
          counts[c] = (counts[c] ?? 0) - count
        })
      }
    }
  }
  /** Closes what can only be one of the two. */
  const follow = (first: number): boolean => {
    const waiting = [...(touching[first] ?? [])]
    for (let atom = waiting.pop(); atom !== undefined; atom = waiting.pop()) {
      steps++
      for (const [pivot, factor] of atoms[atom]?.by ?? []) {
        if (value[pivot] !== -1) continue
        const [low, high] = [least[atom] ?? 0, most[atom] ?? 0]
        const size = Math.abs(factor)
        // With the pivot at its raising end the least grows by its size, at the other the most falls by it.
        const mayRaise = low + size <= 1 + 1e-6
        const mayFall = high - size >= -1e-6
        if (mayRaise && mayFall) continue
        if (!mayRaise && !mayFall) return false
        if (!close(pivot, mayRaise === factor > 0 ? 1 : 0)) return false
        waiting.push(...(touching[pivot] ?? []))
      }
    }
    return true
  }
  const isFutile = () =>
    judge(counts) === 'good' || nogoods.some((set) => set.every((atom) => isIn[atom] === 1))
  const search = (pivots: readonly number[], from: number): boolean => {
    if (steps++ > STEPS || found.length >= ENOUGH) return false
    if (isFutile()) return true
    let next = from
    while (next < pivots.length && value[pivots[next] ?? 0] !== -1) next++
    const pivot = pivots[next]
    if (pivot === undefined) {
      const inside = trail.flatMap((step) => step.atoms)
      if (inside.length === 0) return true
      nogoods.push(inside)
      if (judge(counts) === 'bad') {
        const sources = new Map<number, number>()
        for (const one of pivots) {
          const row = value[one] === 1 ? basis[one] : undefined
          const whole = row?.row.get(row.pivot) ?? 1
          for (const [column, factor] of row?.row ?? [])
            if (column < 0) sources.set(column, (sources.get(column) ?? 0) + factor / whole)
        }
        const from = [...sources].flatMap(([column, factor]) =>
          Math.abs(factor) > 1e-9 ? [-1 - column] : [],
        )
        found.push({ columns: inside.flatMap((atom) => atoms[atom]?.columns ?? []), from })
      }
      return true
    }
    for (const to of [1, 0]) {
      const length = trail.length
      const isDone = !(close(pivot, to) && follow(pivot)) || search(pivots, next + 1)
      reopen(length)
      if (!isDone) return false
    }
    return true
  }
  for (const pivots of piecesOf({ pivots: basis.length, atoms })) {
    nogoods = []
    steps = 0
    if (!search(pivots, 0)) return { found, isComplete: false }
  }
  return { found, isComplete: true }
}
