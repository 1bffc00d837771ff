import { readEmail, whyNoEmail } from '../cells/email.ts'
import { readLanguages } from '../cells/languages.ts'
import { type DayOrder, readStartDay, startDayOrder } from '../cells/start-day.ts'
import { cleanText, excerpt, hasDeceivingCharacters, isBlank, isFormula, lengthOf } from '../cells/text.ts'
import { deepestUnit, longestUnitName, readUnitPath } from '../cells/unit-path.ts'
import type { ProblemCode } from '../plan.ts'
import { type RosterColumn, type RosterRow, rosterColumns } from '../row.ts'
import type { Findings } from './findings.ts'

const longestName = 120
const longestProfession = 80
const longestOf = { workplace: 80, shift: 80 } as const

/** A row that can come in: each cell read, the optional ones empty where nothing usable stands in them. */
export type CheckedRow = {
  line: number
  name: string
  email: string | null
  path: string[]
  profession: string
  languages: string[]
  startOn: string | null
  manager: string
  /** Null where the cell is empty. */
  workplace: string | null
  shift: string | null
  /** Equal for rows that say the same. */
  fingerprint: string
}

type Texts = Record<RosterColumn, string>
type Fault = { code: ProblemCode; column: RosterColumn | null }

const cleanCells = (row: RosterRow): Texts => {
  const texts: Texts = {
    name: '',
    unit: '',
    profession: '',
    email: '',
    languages: '',
    startOn: '',
    manager: '',
    workplace: '',
    shift: '',
  }
  for (const column of rosterColumns) {
    const cleaned = cleanText(row.cells[column] ?? '')
    texts[column] = isBlank(cleaned) ? '' : cleaned
  }
  return texts
}

function formulaIn({ row, texts, path }: { row: RosterRow; texts: Texts; path: string[] }): Fault[] {
  const running = rosterColumns.filter((column) => texts[column] !== '' && isFormula(row.cells[column] ?? ''))
  if (!running.includes('unit') && path.some(isFormula)) running.push('unit')
  return running.map((column) => ({ code: 'cell-is-formula', column }))
}

function faultsOf({ texts, path, email }: { texts: Texts; path: string[]; email: string | null }): Fault[] {
  const faults: Fault[] = []
  const fault = (code: ProblemCode, column: RosterColumn) => faults.push({ code, column })
  if (!/\p{L}/u.test(texts.name)) fault('name-missing', 'name')
  else if (lengthOf(texts.name) > longestName) fault('name-too-long', 'name')
  if (path.length === 0) fault('unit-missing', 'unit')
  else if (path.length > deepestUnit) fault('unit-too-deep', 'unit')
  else if (path.some((name) => lengthOf(name) > longestUnitName)) fault('unit-name-too-long', 'unit')
  if (texts.profession === '') fault('profession-missing', 'profession')
  else if (lengthOf(texts.profession) > longestProfession) fault('profession-too-long', 'profession')
  for (const column of ['workplace', 'shift'] as const)
    if (lengthOf(texts[column]) > longestOf[column]) fault(`${column}-too-long`, column)
  if (texts.email !== '' && email === null) fault(whyNoEmail(texts.email), 'email')
  return faults
}

/** What is known of someone whose row stays out, so that nobody it speaks of is taken for gone. */
export type Mention = { name: string; email: string | null }

/**
 * Reads each row by itself. Whatever would store something wrong leaves the row out; an optional cell that cannot be
 * read is passed over. `topKeys` are the keys of the teams at the top level here.
 */
export function checkRows({
  rows,
  organisationKey,
  topKeys,
  today,
  findings,
}: {
  rows: readonly RosterRow[]
  organisationKey: string
  topKeys: ReadonlySet<string>
  today: string
  findings: Findings
}): { checked: CheckedRow[]; mentions: Mention[]; order: DayOrder | null; read: number } {
  const filled = rows
    .map((row) => ({ row, texts: cleanCells(row) }))
    .filter(({ row, texts }) => row.hasExtraCells || rosterColumns.some((column) => texts[column] !== ''))
  const order = decideDayOrder({ filled, findings })
  const languages = new Map<string, ReturnType<typeof readLanguages>>()
  const checked: CheckedRow[] = []
  const mentions: Mention[] = []
  for (const { row, texts } of filled) {
    const { line } = row
    const said = (column: RosterColumn | null) => (column === null ? texts.name : (row.cells[column] ?? ''))
    const path = readUnitPath({ text: texts.unit, organisationKey, topKeys })
    const email = readEmail(texts.email)
    const faults: Fault[] = row.hasExtraCells
      ? [{ code: 'row-shifted', column: null }]
      : formulaIn({ row, texts, path })
    if (faults.length === 0) faults.push(...faultsOf({ texts, path, email }))
    for (const { code, column } of faults)
      findings.report({ code, outcome: 'left-out', lines: [line], column, value: said(column) })
    if (faults[0]) {
      mentions.push({ name: texts.name, email })
      findings.leaveOut({ line, name: excerpt(texts.name), code: faults[0].code })
      continue
    }
    for (const column of ['name', 'unit', 'profession', 'workplace', 'shift'] as const)
      if (hasDeceivingCharacters(said(column)))
        findings.report({
          code: 'hidden-characters',
          outcome: 'mended',
          lines: [line],
          column,
          value: texts[column],
        })
    const clear = ({ code, column, value }: Fault & { value: string }) =>
      findings.report({ code, outcome: 'cleared', lines: [line], column, value })
    const spoken = languages.get(texts.languages) ?? readLanguages(texts.languages)
    languages.set(texts.languages, spoken)
    if (spoken.unknown.length > 0)
      clear({ code: 'language-unknown', column: 'languages', value: spoken.unknown.join(', ') })
    const start =
      texts.startOn === '' ? null : readStartDay({ text: texts.startOn, order: order ?? 'day-first', today })
    if (start?.ok === false) clear({ code: start.refusal, column: 'startOn', value: texts.startOn })
    checked.push({
      line,
      name: texts.name,
      email,
      path,
      profession: texts.profession,
      languages: spoken.codes,
      startOn: start?.ok ? start.value : null,
      manager: texts.manager,
      workplace: texts.workplace || null,
      shift: texts.shift || null,
      fingerprint: JSON.stringify(texts),
    })
  }
  return { checked, mentions, order, read: filled.length }
}

function decideDayOrder({
  filled,
  findings,
}: {
  filled: readonly { row: RosterRow; texts: Texts }[]
  findings: Findings
}): DayOrder | null {
  const { order, unclear } = startDayOrder(filled.map(({ texts }) => texts.startOn))
  const first = filled[unclear[0] ?? -1]
  if (!first) return order
  const lines = unclear.flatMap((position) => filled[position]?.row.line ?? [])
  const chosen = findings.ask({
    code: 'start-day-order',
    id: 'start-day-order',
    lines,
    column: 'startOn',
    value: first.texts.startOn,
    options: [{ id: 'day-first' }, { id: 'month-first' }],
  })
  return chosen === 'month-first' ? 'month-first' : 'day-first'
}
