import type { UnitId } from '#kernel/ids.ts'

type Unit = { id: UnitId; parent: UnitId | null; name: string }

/** The names from just below the organisation down to each unit; the organisation itself has an empty path. */
export const pathsOf = (units: readonly Unit[]): Map<UnitId, string[]> => {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const paths = new Map<UnitId, string[]>()
  const pathOf = (unit: Unit): string[] => {
    const known = paths.get(unit.id)
    if (known) return known
    const parent = unit.parent === null ? undefined : byId.get(unit.parent)
    const path = parent ? [...pathOf(parent), unit.name] : []
    paths.set(unit.id, path)
    return path
  }
  for (const unit of units) pathOf(unit)
  return paths
}

/** The unit and everything below it. */
export const subtreeOf = (units: readonly Unit[], top: UnitId): UnitId[] => {
  const children = childrenOf(units)
  const found: UnitId[] = []
  const ahead = [top]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    found.push(id)
    ahead.push(...(children.get(id) ?? []).map((unit) => unit.id))
  }
  return found
}

/** How many people stand in each unit or below it. */
export const totalsOf = (
  units: readonly Unit[],
  direct: ReadonlyMap<UnitId, number>,
): Map<UnitId, number> => {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const totals = new Map<UnitId, number>()
  for (const [id, people] of direct) {
    for (let unit = byId.get(id); unit; unit = unit.parent === null ? undefined : byId.get(unit.parent)) {
      totals.set(unit.id, (totals.get(unit.id) ?? 0) + people)
    }
  }
  return totals
}

/** From the organisation down to the unit, both included. */
export const wayTo = <U extends Unit>(units: readonly U[], id: UnitId): U[] => {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const way: U[] = []
  for (let unit = byId.get(id); unit; unit = unit.parent === null ? undefined : byId.get(unit.parent))
    way.unshift(unit)
  return way
}

const childrenOf = (units: readonly Unit[]): Map<UnitId, Unit[]> => {
  const children = new Map<UnitId, Unit[]>()
  for (const unit of units) {
    if (unit.parent === null) continue
    const siblings = children.get(unit.parent)
    if (siblings) siblings.push(unit)
    else children.set(unit.parent, [unit])
  }
  return children
}

/** Every unit after the one above it, those beside each other in the order given; the organisation has depth 0. */
export const childrenInOrder = (units: readonly Unit[]): { id: UnitId; name: string; depth: number }[] => {
  const children = childrenOf(units)
  const list: { id: UnitId; name: string; depth: number }[] = []
  const walk = (unit: Unit, depth: number) => {
    list.push({ id: unit.id, name: unit.name, depth })
    for (const child of children.get(unit.id) ?? []) walk(child, depth + 1)
  }
  for (const unit of units) if (unit.parent === null) walk(unit, 0)
  return list
}
