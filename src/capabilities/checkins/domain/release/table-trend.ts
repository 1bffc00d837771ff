import { otherCategory } from '../tables/categories.ts'
import type { FrozenCategory } from '../tables/frozen-plan.ts'
import type { AskedQuestion, Cell, ReleaseDocument, TableCell } from './document.ts'
import { isSameQuestion } from './series.ts'

/**
 * What earlier releases showed of one category, oldest first, in the order of `waves`: undefined where a release has no
 * such table or category, hidden where it was not shown or refused. People who were pooled because they were few are the
 * same category only while the same values are pooled.
 */
export const pastOfCategory = (given: {
  item: AskedQuestion
  attribute: string
  category: FrozenCategory
  /** Earlier releases of the trend, oldest first. */
  releases: readonly ReleaseDocument[]
}): (Cell | undefined)[] =>
  given.releases.map((release) => {
    const { attribute, category } = given
    const asked = release.items.find(({ id }) => id === given.item.id)
    const table = release.tables?.find((one) => one.attribute === attribute)
    const then = table?.categories.find(({ id }) => id === category.id)
    if (!asked || !isSameQuestion(asked, given.item) || !table || !then) return undefined
    if (category.id === otherCategory && then.pooled.join('\n') !== category.pooled.join('\n'))
      return undefined
    const cells = table.items.find(({ item }) => item === given.item.id)?.cells
    return asCell(cells?.find((cell) => cell.category === category.id))
  })

const asCell = (cell: TableCell | undefined): Cell => {
  if (!cell?.shown) return { unit: '', shown: false, trend: [null] }
  const { n, value, low, high } = cell
  const trend = cell.trend ?? [{ n, value, low, high }]
  return { ...cell, unit: cell.category, before: cell.before ?? null, trend }
}
