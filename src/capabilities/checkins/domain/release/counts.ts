import type { ReportingPlan } from '../reporting-groups.ts'
import type { AskedQuestion } from './document.ts'

export type Counts = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>

/** Nobody answered. */
export const nothing = ({ options }: Pick<AskedQuestion, 'options'>): number[] => options.map(() => 0)

/**
 * Stops a release whose numbers cannot be: an unknown group or item, options that were not offered, more answers
 * in a group than people in it, more answers to an item than ballots, more ballots than people asked.
 */
export const checkCounts = (given: {
  plan: ReportingPlan
  items: readonly AskedQuestion[]
  counts: Counts
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
  for (const [item, n] of answers)
    if (n > ballots) throw new RangeError(`more answers to ${item} than ballots`)
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
