import type { PlannedNode } from '../reporting-groups.ts'
import { keyOfName } from './key-of-name.ts'

type Named = Pick<PlannedNode, 'unit' | 'parent' | 'name'>

/**
 * The name of each unit as a check-in shows it. Units that have the same name in different places get the name above them
 * added, and the one above that, until no two look the same: people see by the name with whom they are counted.
 */
export const tellApart = (units: readonly Named[]): Map<string, string> => {
  const byId = new Map(units.map((unit) => [unit.unit, unit]))
  const shown = new Map(units.map(({ unit, name }) => [unit, name]))
  const above = new Map(units.map(({ unit, parent }) => [unit, parent]))
  for (;;) {
    const alike = new Map<string, string[]>()
    for (const [unit, name] of shown)
      alike.set(keyOfName(name), [...(alike.get(keyOfName(name)) ?? []), unit])
    const doubles = [...alike.values()].filter(({ length }) => length > 1).flat()
    const named = doubles.filter((unit) => byId.has(above.get(unit) ?? ''))
    if (named.length === 0) {
      // Nothing above tells them apart.
      for (const [at, unit] of doubles.entries()) shown.set(unit, `${shown.get(unit)} (${at + 1})`)
      if (doubles.length === 0) return shown
      continue
    }
    for (const unit of named) {
      const parent = byId.get(above.get(unit) ?? '')
      shown.set(unit, `${shown.get(unit)}, ${parent?.name ?? ''}`)
      above.set(unit, parent?.parent ?? null)
    }
  }
}
