import type { UnitId } from '#kernel/ids.ts'
import { childrenInOrder, wayTo } from '../../domain/unit-tree.ts'

export type PlaceToChoose = { id: UnitId; name: string; depth: number }

type Unit = { id: UnitId; parent: UnitId | null; name: string }

/** A select with more options than this helps nobody. */
const mostPlaces = 500

/**
 * The tree as a list to choose from, each unit after the one above it. In a very large organisation only the way to
 * `near` and what stands beside that way: a team then moves in steps.
 */
export const placesNear = (units: readonly Unit[], near: UnitId | null): PlaceToChoose[] => {
  const all = childrenInOrder(units)
  if (all.length <= mostPlaces) return all
  const way = new Set(near ? wayTo(units, near).map(({ id }) => id) : [])
  const parents = new Map(units.map(({ id, parent }) => [id, parent]))
  return all
    .filter(({ id, depth }) => depth <= 1 || way.has(id) || way.has(parents.get(id) ?? id))
    .slice(0, mostPlaces)
}
