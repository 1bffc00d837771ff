import { exactKey } from '../cells/text.ts'
import { pathKey } from '../cells/unit-path.ts'
import type { Option, ProblemCode } from '../plan.ts'
import type { RosterColumn } from '../row.ts'
import type { CheckedRow } from './check-rows.ts'
import type { Findings } from './findings.ts'
import { shareName } from './share-name.ts'

/** How somebody without an address is known: by name and team. */
export const personKey = ({ name, unitPath }: { name: string; unitPath: readonly string[] }): string =>
  `${exactKey(name)}\n\n${pathKey(unitPath)}`

function groupsOf({
  rows,
  keyOf,
}: {
  rows: readonly CheckedRow[]
  keyOf: (row: CheckedRow) => string | null
}) {
  const groups = new Map<string, CheckedRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Of rows that say the same, word for word, the first stays. */
function dropRepeats({ rows, findings }: { rows: readonly CheckedRow[]; findings: Findings }): CheckedRow[] {
  const repeated = new Set<number>()
  for (const [first, ...others] of groupsOf({ rows, keyOf: (row) => row.fingerprint })) {
    const lines = others.map(({ line }) => line)
    const value = first?.name ?? ''
    findings.report({ code: 'row-twice', outcome: 'left-out', lines, column: null, value })
    for (const line of lines) repeated.add(line)
    for (const { line, name } of others) findings.leaveOut({ line, name, code: 'row-twice' })
  }
  return rows.filter(({ line }) => !repeated.has(line))
}

/** Asks which of rows for one person counts; the later first, because lists are mended at the end. */
function keepOne({
  group,
  code,
  column,
  more,
  unitOf,
  findings,
}: {
  group: readonly CheckedRow[]
  code: ProblemCode
  column: RosterColumn
  more: Option[]
  unitOf: (row: CheckedRow) => string[]
  findings: Findings
}): string {
  const [first, ...others] = [...group].reverse().map((row) => ({
    id: `keep-${row.line}`,
    line: row.line,
    unitPath: unitOf(row),
  }))
  const options = [...more, ...(first ? [first, ...others] : [])] as [Option, ...Option[]]
  const lines = group.map(({ line }) => line)
  return findings.ask({
    code,
    id: `${code}-${lines[0]}`,
    lines,
    column,
    value: (column === 'email' ? group[0]?.email : group[0]?.name) ?? '',
    people: [...new Set(group.map(({ name }) => name))],
    options,
  })
}

/**
 * Leaves one row for each person. An address that several people share (the ward's own) is taken from all of them
 * unless the administrator says whose it is. `places` holds the team of each row, by line.
 */
export function dropDuplicates({
  rows,
  places,
  findings,
}: {
  rows: readonly CheckedRow[]
  places: ReadonlyMap<number, string[]>
  findings: Findings
}): CheckedRow[] {
  const unitOf = (row: CheckedRow) => places.get(row.line) ?? row.path
  const dropped = new Set<number>()
  const withoutAddress = new Set<number>()
  const dropAllBut = ({
    group,
    chosen,
    code,
  }: {
    group: CheckedRow[]
    chosen: string
    code: ProblemCode
  }) => {
    for (const { line, name } of group)
      if (chosen !== `keep-${line}`) {
        dropped.add(line)
        findings.leaveOut({ line, name, code })
      }
  }
  const once = dropRepeats({ rows, findings })
  for (const group of groupsOf({ rows: once, keyOf: (row) => row.email })) {
    const [first, ...others] = group
    const isOnePerson = others.every(({ name }) => shareName(name, first?.name ?? ''))
    const code = isOnePerson ? 'email-twice' : 'email-shared'
    const more = isOnePerson ? [] : [{ id: 'all-without-address' }]
    const chosen = keepOne({ group, code, column: 'email', more, unitOf, findings })
    if (chosen === 'all-without-address') for (const { line } of group) withoutAddress.add(line)
    else dropAllBut({ group, chosen, code })
  }
  const addressed = once
    .filter(({ line }) => !dropped.has(line))
    .map((row) => (withoutAddress.has(row.line) ? { ...row, email: null } : row))
  const keyOf = (row: CheckedRow) =>
    row.email === null ? personKey({ name: row.name, unitPath: unitOf(row) }) : null
  for (const group of groupsOf({ rows: addressed, keyOf }))
    dropAllBut({
      group,
      chosen: keepOne({ group, code: 'person-twice', column: 'name', more: [], unitOf, findings }),
      code: 'person-twice',
    })
  return addressed.filter(({ line }) => !dropped.has(line))
}
