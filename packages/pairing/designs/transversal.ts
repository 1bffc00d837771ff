import type { Design } from './design.ts'
import { ringOf } from './field.ts'

/**
 * People stand in `size` rows of `groups`; each group of a round takes one of each row, shifted: seat a of group j in
 * round r holds the one at j + r·a in row a. Two of different rows meet twice only if (a - a')(r - r') is nought for
 * two rounds r, so it is enough that differences of rows, or of rounds, are invertible in the ring of the places
 * (finite fields: Bose 1938, MacNeish 1922), or that in whole numbers (size - 1)(rounds - 1) < groups.
 *
 * People of one row never meet. For these, `rows` may have rounds of its own; all rows have them at once.
 */
export const transversal = (given: { groups: number; size: number; rows: Design | null }): Design => {
  const { groups, size, rows } = given
  const ring = ringOf(groups)
  const whole = Math.floor((groups - 1) / (size - 1)) + 1
  const isWhole = size > ring.least && whole > ring.least
  const shifts = size <= ring.least ? groups : isWhole ? whole : ring.least
  const shifted = (at: number): number[][] => {
    const offsets = Array.from({ length: size }, (_, seat) => {
      if (isWhole) return (at * seat) % groups
      return size <= ring.least ? ring.multiply(at, ring.spread(seat)) : ring.multiply(ring.spread(at), seat)
    })
    return Array.from({ length: groups }, (_, group) =>
      offsets.map((offset, seat) => {
        const place = isWhole ? (group + offset) % groups : ring.add(group, offset)
        return seat * groups + place
      }),
    )
  }
  const inRows = (of: Design, at: number) =>
    Array.from({ length: size }, (_, row) =>
      of.round(at).map((group) => group.map((place) => row * groups + place)),
    ).flat()
  return {
    groups,
    size,
    length: shifts + (rows?.length ?? 0),
    round: (at) => (at < shifts || !rows ? shifted(at) : inRows(rows, at - shifts)),
  }
}
