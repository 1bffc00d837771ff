import type { ReleaseDocument } from './document.ts'

const HEAD = ['unit', 'question', 'n', 'value', 'low', 'high', 'shown']

/**
 * The release as a table (RFC 4180: CRLF, quotes doubled): one row per item and unit that has a result of its
 * own, this wave alone. Units are written with the units above them, `Hospital / Surgery`, since names repeat.
 * Hidden and empty are the same row. Words that a spreadsheet would take for a formula get an apostrophe.
 */
export const toCsv = ({ units, items }: ReleaseDocument): string => {
  const paths = new Map<string, string>()
  for (const { id, parent, name } of units) {
    const above = parent === null ? undefined : paths.get(parent)
    paths.set(id, above === undefined ? name : `${above} / ${name}`)
  }
  const rows = items.flatMap(({ text, cells }) =>
    cells.map((cell) => {
      const numbers = cell.shown ? [cell.n, cell.value, cell.low, cell.high, 'yes'] : ['', '', '', '', 'no']
      return [words(paths.get(cell.unit) ?? ''), words(text), ...numbers]
    }),
  )
  return [HEAD, ...rows].map((row) => `${row.map((field) => quoted(String(field))).join(',')}\r\n`).join('')
}

/** OWASP, CSV injection: also a tab or a line break at the start, and signs behind leading spaces. */
const words = (text: string): string => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text)

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
