import type { Equation } from './equations.ts'

/** How a table differs from the reference: unknowns and by how much. */
export type Change = { readonly unknowns: readonly number[]; readonly by: readonly number[] }

/**
 * Checks tables against everything that was published, in whole numbers and without a solver. A hidden figure counts
 * as uncertain only between tables that pass here, so that no wrong answer of a solver can open a publication.
 */
export const prover = (given: { equations: readonly Equation[]; reference: Int32Array }) => {
  const { equations, reference } = given
  const size = reference.length
  const starts = new Int32Array(size + 1)
  for (const { unknowns } of equations)
    for (const unknown of unknowns) starts[unknown + 1] = (starts[unknown + 1] ?? 0) + 1
  for (let at = 0; at < size; at++) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0)
  const next = starts.slice()
  const within = new Int32Array(starts[size] ?? 0)
  const sums = equations.map(({ unknowns }, number) => {
    let sum = 0
    for (const unknown of unknowns) {
      sum += reference[unknown] ?? 0
      const at = next[unknown] ?? 0
      within[at] = number
      next[unknown] = at + 1
    }
    return sum
  })
  const moved = new Map<number, number>()
  const isTable = ({ unknowns, by }: Change): boolean => {
    moved.clear()
    for (let at = 0; at < unknowns.length; at++) {
      const unknown = unknowns[at] ?? 0
      const change = by[at] ?? Number.NaN
      if (!Number.isSafeInteger(change) || (reference[unknown] ?? 0) + change < 0) return false
      for (let place = starts[unknown] ?? 0; place < (starts[unknown + 1] ?? 0); place++) {
        const number = within[place] ?? 0
        moved.set(number, (moved.get(number) ?? 0) + change)
      }
    }
    for (const [number, change] of moved) {
      const equation = equations[number]
      const sum = (sums[number] ?? 0) + change
      if (!equation || sum < equation.low || sum > equation.high) return false
    }
    return true
  }
  /** Whether the reference itself is a table. */
  const isSound = () =>
    equations.every(({ low, high }, number) => low <= (sums[number] ?? 0) && (sums[number] ?? 0) <= high) &&
    reference.every((value) => value >= 0)
  return { isTable, isSound }
}
