import { answeredApart } from '../tables/blocks.ts'
import type { Questions } from '../wave.ts'

/**
 * What a sheet asks: a code makes one ballot, that of the reporting groups. Questions that only ballots of their own
 * count are left out, since the answers would count nowhere.
 */
export const askedOnPaper = (
  questions: Questions,
  tables: readonly { readonly table: string }[],
): Questions => {
  const apart = answeredApart(tables)
  return { ...questions, items: questions.items.filter(({ id }) => !apart.has(id)) }
}
