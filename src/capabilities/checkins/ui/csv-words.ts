import { m } from '#messages'
import type { CsvWords } from '../domain/release/csv.ts'
import { categoryWords, tableWords } from './tables/table-words.ts'

/** The headings of a release's table, in the language of the page. */
export const csvWords = (): CsvWords => ({
  head: [
    m.release_csv_unit(),
    m.release_csv_question(),
    m.release_csv_n(),
    m.release_csv_value(),
    m.release_csv_low(),
    m.release_csv_high(),
    m.release_csv_shown(),
    m.release_csv_answers(),
    m.release_csv_module(),
  ],
  yes: m.release_csv_yes(),
  no: m.release_csv_no(),
  category: ({ attribute, category }) => `${tableWords(attribute)}: ${categoryWords(category)}`,
})
