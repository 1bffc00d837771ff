import { attributes } from './attributes.ts'
import type { PlannedTable } from './categories.ts'
import type { Burden } from './further.ts'

/** By what results are broken down, and how many people are in each category: never who. */
export type TableShown = {
  readonly attribute: string
  readonly categories: readonly {
    readonly id: string
    readonly name: string
    readonly pooled: readonly string[]
    readonly people: number
  }[]
}

/** What a planner sees of further tables: sizes and names of categories, and never who is in them. */
export type TablesShown = Burden & {
  /** Every attribute; without categories where all people would be in one. */
  readonly offered: readonly (TableShown & {
    /** A category has fewer than twice the minimum, so that it is easily hidden. */
    readonly isNarrow: boolean
  })[]
  /** About how long the keys take to make. */
  readonly seconds: number
}

export const showTables = (given: {
  planned: readonly PlannedTable[]
  burden: Burden
  k: number
  secondsPerKey: number
}): TablesShown => ({
  ...given.burden,
  seconds: given.burden.keys * given.secondsPerKey,
  offered: attributes.map((attribute) => {
    const found = given.planned.find((table) => table.attribute === attribute)?.categories ?? []
    return {
      attribute,
      categories: found.map(({ id, name, pooled, members }) => ({
        id,
        name,
        pooled,
        people: members.length,
      })),
      isNarrow: found.some(({ members }) => members.length < 2 * given.k),
    }
  }),
})
