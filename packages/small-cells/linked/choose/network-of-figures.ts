import { kindOf } from '../derive/equations.ts'
import { ceilingOf } from '../derive/pieces.ts'
import { figuresOf, isFigure, type System, unknownsOf } from '../input/system.ts'
import { type Network, networkOf, type Sum } from '../network/network.ts'

/** Every figure as an arc that may change, within what is known besides. Null when they make no network. */
export const networkOfFigures = ({
  system,
  reference,
}: {
  system: System
  reference: Int32Array
}): Network | null => {
  const { categories, groups, facts, parts, roster } = system
  const sums: Sum[] = []
  const add = (unknowns: Int32Array, between: { low: number; high: number; number: number; kind: number }) =>
    sums.push({ unknowns, ...between })
  groups.forEach(({ members }, group) => {
    for (let category = 0; category <= categories; category++) {
      const number = group * figuresOf(system) + category
      if (!isFigure(system, number)) continue
      const unknowns = unknownsOf({ categories, members, category })
      add(unknowns, {
        low: 0,
        high: Number.POSITIVE_INFINITY,
        number,
        kind: kindOf({ system, figure: number }),
      })
    }
  })
  for (const { unknowns, low, high } of facts) add(unknowns, { low, high, number: -1, kind: -1 })
  for (let part = 0; part < parts; part++) {
    const high = roster[part] ?? Number.POSITIVE_INFINITY
    if (high === Number.POSITIVE_INFINITY) continue
    add(unknownsOf({ categories, members: [part], category: categories }), {
      ...{ low: 0, high, number: -1, kind: -1 },
    })
  }
  return networkOf({ sums, reference, ceiling: ceilingOf({ reference, margin: system.rule.margin }) })
}
