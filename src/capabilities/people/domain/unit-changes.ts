import type { UnitId } from '#kernel/ids.ts'
import type { PeopleRefusal } from './refusals.ts'
import { deepestUnit, pathKey } from './roster/cells/unit-path.ts'
import { subtreeOf, wayTo } from './unit-tree.ts'

export type TreeUnit = { id: UnitId; parent: UnitId | null; name: string }
type Tree = readonly TreeUnit[]

const depthOf = (units: Tree, id: UnitId): number => wayTo(units, id).length - 1

/** How many levels the unit and what is below it take up: 1 for a unit without teams of its own. */
const levelsOf = (units: Tree, id: UnitId): number =>
  Math.max(...subtreeOf(units, id).map((below) => depthOf(units, below))) - depthOf(units, id) + 1

const hasChildNamed = (
  units: Tree,
  given: { parent: UnitId; name: string; but: UnitId | undefined },
): boolean =>
  units.some(
    ({ id, parent, name }) =>
      parent === given.parent && id !== given.but && pathKey([name]) === pathKey([given.name]),
  )

/** Why a team may not stand at a place, or undefined when it may. Without `unit` it is a new one. */
export const whyNotAt = (
  units: Tree,
  given: { unit?: UnitId; parent: UnitId; name: string },
): PeopleRefusal | undefined => {
  const { unit, parent, name } = given
  if (!units.some(({ id }) => id === parent)) return { code: 'people/not-found' }
  if (unit !== undefined && subtreeOf(units, unit).includes(parent)) return { code: 'people/unit-in-itself' }
  if (hasChildNamed(units, { parent, name, but: unit })) return { code: 'people/unit-name-taken', name }
  const levels = unit === undefined ? 1 : levelsOf(units, unit)
  return depthOf(units, parent) + levels > deepestUnit ? { code: 'people/unit-too-deep' } : undefined
}

/** Why one team may not become part of another, with the teams below it, or undefined when it may. */
export const whyNotInto = (units: Tree, given: { unit: UnitId; into: UnitId }): PeopleRefusal | undefined => {
  const { unit, into } = given
  if (subtreeOf(units, unit).includes(into)) return { code: 'people/unit-in-itself' }
  // The team that goes away stands beside nobody any more.
  const rest = units.filter(({ id }) => id !== unit)
  for (const { id, name } of units.filter(({ parent }) => parent === unit)) {
    if (hasChildNamed(rest, { parent: into, name, but: id })) return { code: 'people/unit-name-taken', name }
    if (depthOf(units, into) + levelsOf(units, id) > deepestUnit) return { code: 'people/unit-too-deep' }
  }
  return undefined
}

/** The positions that move a unit one place among its siblings; empty when it stands at that end already. */
export const stepAmong = (
  units: readonly (TreeUnit & { position: number })[],
  given: { unit: UnitId; step: 'up' | 'down' },
): { id: UnitId; position: number }[] => {
  const parent = units.find(({ id }) => id === given.unit)?.parent
  const siblings = units
    .filter((unit) => parent !== undefined && parent !== null && unit.parent === parent)
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
  const at = siblings.findIndex(({ id }) => id === given.unit)
  const to = given.step === 'up' ? at - 1 : at + 1
  const [here, there] = [siblings[at], siblings[to]]
  if (!here || !there) return []
  const order = siblings.with(at, there).with(to, here)
  let last = Number.NEGATIVE_INFINITY
  return order.map(({ id }, place) => {
    last = Math.max(last + 1, siblings[place]?.position ?? 0)
    return { id, position: last }
  })
}
