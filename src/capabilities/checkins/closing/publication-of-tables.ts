import type { Publication } from '#packages/small-cells/server.ts'
import { type ReleaseInput, treeOf } from '../domain/release/compute-release.ts'
import { nothing } from '../domain/release/counts.ts'
import type { AskedQuestion } from '../domain/release/document.ts'
import { margin } from '../domain/release/publication-of.ts'
import { tableName } from '../domain/tables/attributes.ts'
import type { FrozenTables } from '../domain/tables/frozen-plan.ts'

export const unitTable = 'unit'
/** Where those are who answer on paper: they are in no further table, and whoever subtracts finds them together. */
export const aside = 'aside'
/** The top of each further table. */
export const everybody = 'all'

/** Teams and further tables over the same people, as `small-cells` reads them. */
export const publicationOf = (
  on: { given: ReleaseInput; tables: FrozenTables; item: AskedQuestion },
  attributes: readonly string[],
): Publication => {
  const { given, tables, item } = on
  const units = treeOf({ item, given })
  const used = tables.attributes.flatMap((table, at) =>
    attributes.includes(table.attribute) ? [{ ...table, at: at + 1 }] : [],
  )
  const groupsAside = new Set(tables.cells.flatMap(([place]) => (place[1] === '' ? [place[0]] : [])))
  const isAnybodyAside = groupsAside.size > 0
  const answersAside = units
    .filter(({ id }) => groupsAside.has(id))
    .reduce((sum, { own }) => sum.map((count, at) => count + (own[at] ?? 0)), nothing(item))
  const further = used.map(({ attribute, categories }) => {
    const counts = given.further?.get(tableName({ attribute, block: item.id }))
    return {
      id: attribute,
      by: [attribute],
      counts: [
        ...categories.map(({ id }) => ({
          at: { [attribute]: id },
          answers: { [item.id]: counts?.get(id) ?? nothing(item) },
        })),
        ...(isAnybodyAside ? [{ at: { [attribute]: aside }, answers: { [item.id]: answersAside } }] : []),
      ],
    }
  })
  const teams = {
    id: unitTable,
    by: [unitTable],
    counts: units.map(({ id, own }) => ({ at: { unit: id }, answers: { [item.id]: own } })),
  }
  const people = new Map<string, { at: Record<string, string>; roster: number }>()
  for (const [place, roster] of tables.cells) {
    const at = Object.fromEntries([
      [unitTable, place[0] ?? ''],
      ...used.map(({ attribute, at }) => [attribute, place[at] || aside]),
    ])
    const key = JSON.stringify(at)
    people.set(key, { at, roster: roster + (people.get(key)?.roster ?? 0) })
  }
  return {
    dimensions: {
      unit: units.map(({ id, parent }) => ({ id, parent })),
      ...Object.fromEntries(
        used.map(({ attribute, categories }) => [
          attribute,
          [
            { id: everybody, parent: null },
            ...categories.map(({ id }) => ({ id, parent: everybody })),
            ...(isAnybodyAside ? [{ id: aside, parent: everybody }] : []),
          ],
        ]),
      ),
    },
    items: [{ id: item.id, categories: item.options.map((_, at) => String(at)) }],
    people: [...people.values()],
    tables: [teams, ...further],
    strays: straysOf(
      [teams, ...further].map(({ counts }) => counts.map(({ answers }) => answers[item.id] ?? [])),
    ),
    rule: { k: given.k, dissenters: 0, margin, hide: 'groups', seed: 1 },
    weights: units.map(({ id }) => ({ table: unitTable, at: { unit: id }, weight: 1000 })),
  }
}

/**
 * How many answers stand in one table and not in another: each ballot travels alone, and some are lost. None, where all
 * tables count the same.
 */
const straysOf = (tables: readonly (readonly (readonly number[])[])[]): number => {
  const totals = tables.map((rows) => {
    const options = Math.max(0, ...rows.map((row) => row.length))
    return Array.from({ length: options }, (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0))
  })
  const least = (totals[0] ?? []).map((_, at) => Math.min(...totals.map((total) => total[at] ?? 0)))
  return totals.reduce(
    (sum, total) => sum + total.reduce((more, count, at) => more + count - (least[at] ?? 0), 0),
    0,
  )
}
