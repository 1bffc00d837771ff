import { CsvError, parse } from 'csv-parse/sync'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { excerpt } from '../domain/roster/cells/text.ts'
import { type RosterHeader, readHeader } from '../domain/roster/header.ts'
import type { RosterColumn, RosterRow } from '../domain/roster/row.ts'
import { decodeRoster, type RosterEncoding } from './decode-roster.server.ts'

export type RosterSeparator = ',' | ';' | '\t'

/** A staff list as the file has it. `telltale` is a name with a letter outside ASCII: if it looks right, all do. */
export type RosterFile = {
  encoding: RosterEncoding
  separator: RosterSeparator
  header: RosterHeader
  rows: RosterRow[]
  telltale: string | null
}

/** `line` is the row as a spreadsheet numbers it. `headings` are those of the file, cut short. */
export type RosterFileRefusal =
  | { code: 'file-empty' | 'file-binary' | 'file-is-workbook' | 'no-rows' }
  | { code: 'file-too-large'; maxBytes: number }
  | { code: 'too-many-rows'; maxRows: number }
  | { code: 'columns-missing'; missing: RosterColumn[]; headings: string[] }
  | { code: 'column-twice' | 'column-never-held'; headings: string[] }
  | { code: 'quote-not-closed' | 'row-too-long'; line: number }

const separators: readonly RosterSeparator[] = [';', ',', '\t']
const longestRow = 64 * 1024
/** What a spreadsheet can hold; a file of nothing but empty rows stops here. */
const mostRecords = 1_048_576

class RowLimitReached extends Error {}

/**
 * Reads the bytes of a staff list saved as CSV. Never throws, whatever the bytes.
 * Detects UTF-8, UTF-16 with a mark, or else Windows-1252, unless `encoding` says how it was saved; a comma, semicolon
 * or tab between cells; headings in four languages. Empty rows are passed over and still counted in `line`.
 */
export function readRosterFile({
  bytes,
  encoding,
  maxRows = 100_000,
  maxBytes = 32 * 1024 * 1024,
}: {
  bytes: Uint8Array
  encoding?: RosterEncoding
  maxRows?: number
  maxBytes?: number
}): Result<RosterFile, RosterFileRefusal> {
  if (bytes.length === 0) return refuse({ code: 'file-empty' })
  if (bytes.length > maxBytes) return refuse({ code: 'file-too-large', maxBytes })
  const decoded = decodeRoster({ bytes, encoding })
  if (!decoded.ok) return decoded
  const { text, named } = withoutSeparatorLine(decoded.value.text)
  if (text.trim() === '') return refuse({ code: 'file-empty' })
  const separator = named ?? likeliestSeparator(text)
  const parsed = parseRecords({ text, separator, maxRows })
  if (!parsed.ok) return parsed
  const [first, ...records] = parsed.value
  const headings = first?.cells ?? []
  const header = readHeader(headings)
  const shown = (texts: readonly string[]) => texts.slice(0, 40).map(excerpt)
  if (header.never.length > 0) return refuse({ code: 'column-never-held', headings: shown(header.never) })
  if (header.missing.length > 0)
    return refuse({ code: 'columns-missing', missing: header.missing, headings: shown(headings) })
  if (header.twice.length > 0) return refuse({ code: 'column-twice', headings: shown(header.twice) })
  const rows = records.map(({ line, cells }) => rowOf({ line, cells, header, width: headings.length }))
  if (rows.length === 0) return refuse({ code: 'no-rows' })
  return accept({ encoding: decoded.value.encoding, separator, header, rows, telltale: telltaleOf(rows) })
}

/** Spreadsheets may write ‘sep=;’ above the headings, and do not count it as a row. */
function withoutSeparatorLine(text: string): { text: string; named: RosterSeparator | null } {
  const match = /^"?sep=([,;\t])"?(?:\r\n|\n|\r)/iu.exec(text)
  const named = separators.find((separator) => separator === match?.[1])
  return match && named ? { text: text.slice(match[0].length), named } : { text, named: null }
}

const options = ({ separator }: { separator: RosterSeparator }) => ({
  delimiter: separator,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  max_record_size: longestRow,
})

/** The separator under which most headings are understood; failing that, the one that parts the first row most. */
function likeliestSeparator(text: string): RosterSeparator {
  const start = text.slice(0, longestRow)
  let best = { separator: ',' as RosterSeparator, score: -1 }
  for (const separator of separators) {
    let score = 0
    try {
      const [cells = []] = parse(start, {
        ...options({ separator }),
        to: 1,
        skip_records_with_empty_values: true,
      })
      score = readHeader(cells).columns.length * 10_000 + Math.min(cells.length, 9_999)
    } catch {
      // Not to be read in this way; the others are tried, and the reading itself says what is wrong.
    }
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

type TextRecord = { line: number; cells: string[] }

function parseRecords({
  text,
  separator,
  maxRows,
}: {
  text: string
  separator: RosterSeparator
  maxRows: number
}): Result<TextRecord[], RosterFileRefusal> {
  const records: TextRecord[] = []
  let line = 0
  let runsOn = 0
  try {
    parse(text, {
      ...options({ separator }),
      on_record: (cells: string[]) => {
        line += 1
        if (line > mostRecords) throw new RowLimitReached()
        // A quote that is left standing with a new line behind it opened a cell that was never closed.
        if (runsOn === 0 && cells.some((cell) => /^"[^\n\r]*[\n\r]/u.test(cell))) runsOn = line
        if (cells.every((cell) => cell.trim() === '')) return null
        if (records.length > maxRows) throw new RowLimitReached()
        records.push({ line, cells })
        return null
      },
    })
  } catch (error) {
    if (error instanceof RowLimitReached) return refuse({ code: 'too-many-rows', maxRows })
    if (!(error instanceof CsvError)) throw error
    const code = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote-not-closed' : 'row-too-long'
    return refuse({ code, line: line + 1 })
  }
  return runsOn > 0 ? refuse({ code: 'quote-not-closed', line: runsOn }) : accept(records)
}

function rowOf({
  line,
  cells,
  header,
  width,
}: TextRecord & { header: RosterHeader; width: number }): RosterRow {
  return {
    line,
    cells: Object.fromEntries(header.columns.map(({ column, at }) => [column, cells[at] ?? ''])),
    hasExtraCells: cells.slice(width).some((cell) => cell.trim() !== ''),
  }
}

function telltaleOf(rows: readonly RosterRow[]): string | null {
  const row = rows.find(({ cells }) => /[^\p{ASCII}]/u.test(cells.name ?? ''))
  return row ? excerpt(row.cells.name ?? '') : null
}
