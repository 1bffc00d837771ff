import type { ReportingPlan } from '../reporting-groups.ts'
import { everyone, readTableName } from '../tables/attributes.ts'
import type { FrozenPlan } from '../tables/frozen-plan.ts'
import type { AskedQuestion } from './document.ts'

export type Counts = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>

/** Per table, per category, per option. */
export type FurtherCounts = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>

/** Nobody answered. */
export const nothing = ({ options }: Pick<AskedQuestion, 'options'>): number[] => options.map(() => 0)

/**
 * Stops a release whose numbers cannot be: an unknown group or item, options that were not offered, more answers
 * in a group than people in it, more answers to an item than ballots, more ballots than people asked.
 */
export const checkCounts = (given: {
  plan: ReportingPlan & Pick<FrozenPlan, 'tables'>
  items: readonly AskedQuestion[]
  counts: Counts
  further?: FurtherCounts
  ballots: number
  eligible: number
}): void => {
  const { plan, items, counts, ballots, eligible } = given
  if (!isCount(ballots) || !isCount(eligible) || ballots > eligible)
    throw new RangeError('more ballots than people')
  const sizes = new Map(plan.groups.map((group) => [group.id, group.eligible]))
  const options = new Map(items.map((item) => [item.id, item.options.length]))
  if (options.size !== items.length) throw new RangeError('an item is listed twice')
  const answers = new Map<string, number>()
  for (const [group, byItem] of counts) {
    const size = sizes.get(group)
    if (size === undefined) throw new RangeError(`answers from ${group}, which is no group of this wave`)
    for (const [item, byOption] of byItem) {
      if (byOption.length !== options.get(item) || !byOption.every(isCount)) {
        throw new RangeError(`answers to ${item} that were not offered`)
      }
      const n = byOption.reduce((sum, count) => sum + count, 0)
      if (n > size) throw new RangeError(`more answers to ${item} from ${group} than people in it`)
      answers.set(item, (answers.get(item) ?? 0) + n)
    }
  }
  checkFurtherCounts({ ...given, options })
  for (const [item, n] of answers)
    if (n > ballots) throw new RangeError(`more answers to ${item} than ballots`)
}

/** The same for further tables: no unknown table or category, and in none more answers than people. */
const checkFurtherCounts = (given: {
  plan: Pick<FrozenPlan, 'tables'>
  further?: FurtherCounts
  options: ReadonlyMap<string, number>
  eligible: number
}): void => {
  const { tables } = given.plan
  const sizes = new Map<string, ReadonlyMap<string, number>>(
    tables?.attributes.map(({ attribute, categories }) => [
      attribute,
      new Map(categories.map(({ id, eligible }) => [id, eligible])),
    ]),
  )
  if (tables) sizes.set(everyone, new Map([[everyone, given.eligible]]))
  for (const [table, categories] of given.further ?? []) {
    const named = readTableName(table)
    const isPublished =
      named && (named.attribute === everyone ? tables?.apart : tables?.blocks)?.includes(named.block)
    if (!named || !isPublished) throw new RangeError(`answers for ${table}, which is no table of this wave`)
    for (const [category, byOption] of categories) {
      const size = sizes.get(named.attribute)?.get(category)
      if (size === undefined) throw new RangeError(`answers for ${table} from no category of it`)
      if (byOption.length !== given.options.get(named.block) || !byOption.every(isCount))
        throw new RangeError(`answers for ${table} that were not offered`)
      if (byOption.reduce((sum, count) => sum + count, 0) > size)
        throw new RangeError(`more answers for ${table} than people in a category`)
    }
  }
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
