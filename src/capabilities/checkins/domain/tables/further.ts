import { sensitiveMinimum } from '../wave.ts'
import { type Attribute, everyone, tableName } from './attributes.ts'
import type { Block } from './blocks.ts'
import type { Category, PlannedTable } from './categories.ts'

/** A table beside the reporting groups: one key for each of its categories, one block. */
export type FurtherTable = {
  readonly table: string
  readonly attribute: Attribute | typeof everyone
  readonly block: string
  readonly categories: readonly Category[]
}

/** More than this is no quiet errand for a telephone, nor for the machine that makes the keys. */
export const mostBallots = 40
export const mostKeys = 2000

/** What is asked of each person's device, and of the machine. */
export type Burden = { readonly ballots: number; readonly keys: number }

export const burdenOf = (given: { groups: number; tables: readonly FurtherTable[] }): Burden => ({
  ballots: 1 + given.tables.length,
  keys: given.groups + given.tables.reduce((sum, { categories }) => sum + categories.length, 0),
})

export const isTooMuch = ({ ballots, keys }: Burden): boolean => ballots > mostBallots || keys > mostKeys

/**
 * Every table that a wave publishes beside its reporting groups: each chosen attribute by each block, and what is
 * sensitive for everyone asked, where they are enough that it can ever be shown.
 */
export const furtherTables = (given: {
  planned: readonly PlannedTable[]
  blocks: readonly Block[]
  sensitive: readonly Block[]
  members: readonly string[]
}): FurtherTable[] => {
  const { planned, blocks, sensitive, members } = given
  const whole: Category = { id: everyone, name: '', members, pooled: [] }
  return [
    ...planned.flatMap(({ attribute, categories }) =>
      blocks.map(({ id }) => ({
        table: tableName({ attribute, block: id }),
        attribute,
        block: id,
        categories,
      })),
    ),
    ...(members.length < sensitiveMinimum ? [] : sensitive).map(({ id }) => ({
      table: tableName({ attribute: everyone, block: id }),
      attribute: everyone as typeof everyone,
      block: id,
      categories: [whole],
    })),
  ]
}
