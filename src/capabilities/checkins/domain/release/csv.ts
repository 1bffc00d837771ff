import type { FrozenCategory } from '../tables/frozen-plan.ts'
import type { ReleaseDocument, Shown } from './document.ts'

export type CsvWords = {
  readonly head: readonly string[]
  readonly yes: string
  readonly no: string
  /** What stands in the place of a unit for a category of a further table. */
  readonly category?: (given: { attribute: string; category: FrozenCategory }) => string
}

const english: CsvWords = {
  head: ['unit', 'question', 'n', 'value', 'low', 'high', 'shown', 'answers', 'module'],
  yes: 'yes',
  no: 'no',
}

/**
 * The release as a table (RFC 4180: CRLF, quotes doubled): one row per item and unit that has a result of its
 * own, then per category of each further table, this wave alone, with how the answers fell and the module of a survey that it belongs to. Units are written with the units above them, `Hospital / Surgery`, since names repeat.
 * `said` are its headings, in that order, and what stands for shown or not. Hidden and empty are the same row. Words that a spreadsheet would take for a formula get an apostrophe.
 */
export const toCsv = (
  { units, items, sections = [], tables = [] }: ReleaseDocument,
  said: CsvWords = english,
): string => {
  const paths = new Map<string, string>()
  for (const { id, parent, name } of units) {
    const above = parent === null ? undefined : paths.get(parent)
    paths.set(id, above === undefined ? name : `${above} / ${name}`)
  }
  const rows = items.flatMap(({ id, text, options, cells }) => {
    const names = sections.find((section) => section.items.includes(id))?.names ?? {}
    const module = words(Object.values(names)[0] ?? '')
    const row = (name: string, cell: Omit<Shown, 'before'> | { shown: false }) => {
      const numbers = cell.shown
        ? [cell.n, cell.value, cell.low, cell.high, said.yes, spread({ options, counts: cell.counts })]
        : ['', '', '', '', said.no, '']
      return [words(name), words(text), ...numbers, module]
    }
    const name =
      said.category ?? (({ attribute, category }) => `${attribute}: ${category.name || category.id}`)
    return [
      ...cells.map((cell) => row(paths.get(cell.unit) ?? '', cell)),
      ...tables.flatMap(({ attribute, categories, items: released }) =>
        (released.find(({ item }) => item === id)?.cells ?? []).flatMap((cell) => {
          const category = categories.find((one) => one.id === cell.category)
          return category ? [row(name({ attribute, category }), cell)] : []
        }),
      ),
    ]
  })
  return [said.head, ...rows]
    .map((row) => `${row.map((field) => quoted(String(field))).join(',')}\r\n`)
    .join('')
}

/** How many chose each option, `1:12 2:30`, by the value of the option. */
const spread = (given: { options: readonly { value: number }[]; counts: readonly number[] }): string =>
  given.options.map(({ value }, at) => `${value}:${given.counts[at] ?? 0}`).join(' ')

/** OWASP, CSV injection: also a tab or a line break at the start, and signs behind leading spaces. */
const words = (text: string): string => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text)

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
