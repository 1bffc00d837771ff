import { type Design, onlyOne, roundRobin } from './design.ts'
import { developed, storedDesigns } from './developed.ts'
import { transversal } from './transversal.ts'

/** The most rounds without repeats that this package knows for equal groups. At least one round. */
export const bestDesign = (given: { groups: number; size: number }): Design => {
  const { groups, size } = given
  if (size === 2) return roundRobin(groups)
  const known: Design[] = [onlyOne(given)]
  if (size > 2 && size <= groups) {
    const rows = groups % size === 0 ? bestDesign({ groups: groups / size, size }) : null
    known.push(transversal({ groups, size, rows }))
  }
  for (const one of storedDesigns) if (one.groups === groups && one.size === size) known.push(developed(one))
  return known.reduce((best, one) => (one.length > best.length ? one : best))
}

/** The most rounds without repeats that others have proved possible, where fewer than counting allows: OEIS A107431. */
export const provedMost = (given: { groups: number; size: number }): number | null =>
  PROVED.find(([groups, size]) => groups === given.groups && size === given.size)?.[2] ?? null

const PROVED: readonly (readonly [groups: number, size: number, rounds: number])[] = [
  [4, 3, 4],
  [5, 4, 5],
  [6, 5, 6],
  [6, 6, 3],
]
