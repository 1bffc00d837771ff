import { cleanText, exactKey } from '../cells/text.ts'
import { pathKey } from '../cells/unit-path.ts'
import type { ExistingMember } from '../plan.ts'
import type { CheckedRow } from './check-rows.ts'
import { personKey } from './drop-duplicates.ts'
import type { Findings } from './findings.ts'
import { shareName } from './share-name.ts'

/** A row that comes in, with its team and the member whom it speaks of; null is someone new. */
export type MatchedRow = { row: CheckedRow; unitPath: string[]; member: ExistingMember | null }

const indexBy = (members: readonly ExistingMember[], keyOf: (member: ExistingMember) => string) => {
  const index = new Map<string, ExistingMember[]>()
  for (const member of members) {
    const key = keyOf(member)
    const known = index.get(key)
    if (known) known.push(member)
    else index.set(key, [member])
  }
  return index
}

/** Of several members with one name in one team: the active before the closed, those without an address first. */
function likeliest(candidates: readonly ExistingMember[]): ExistingMember | 'unclear' | null {
  if (candidates.length === 0) return null
  const tier = (member: ExistingMember) => (member.active ? 0 : 2) + (member.email === null ? 0 : 1)
  const best = Math.min(...candidates.map(tier))
  const [first, second] = candidates.filter((member) => tier(member) === best)
  return second ? 'unclear' : (first ?? null)
}

/**
 * Finds the member behind each row: by address; otherwise by name and team; and asks where only part of that fits.
 * No member is taken by two rows.
 */
export function matchPeople({
  rows,
  places,
  members,
  findings,
}: {
  rows: readonly CheckedRow[]
  places: ReadonlyMap<number, string[]>
  members: readonly ExistingMember[]
  findings: Findings
}): MatchedRow[] {
  const byEmail = new Map(
    members.flatMap((member) => (member.email ? [[emailKey(member.email), member] as const] : [])),
  )
  const byPerson = indexBy(members, personKey)
  const byName = indexBy(members, ({ name }) => exactKey(name))
  const matches = new Map<number, ExistingMember | null>()
  const taken = new Set<string>()
  const unitOf = (row: CheckedRow) => places.get(row.line) ?? row.path
  const free = (candidates: readonly ExistingMember[] | undefined) =>
    (candidates ?? []).filter(({ id }) => !taken.has(id))
  const match = ({ row, member }: { row: CheckedRow; member: ExistingMember | null }) => {
    matches.set(row.line, member)
    if (member) taken.add(member.id)
  }
  const leaveOut = ({ row, code }: { row: CheckedRow; code: 'email-of-someone-else' | 'person-unclear' }) => {
    findings.leaveOut({ line: row.line, name: row.name, code })
    left.add(row.line)
  }
  const left = new Set<number>()
  // Their address stays theirs: given another now, it would be free for the row left out, at the next import.
  const disputed = new Set<string>()
  const open = () => rows.filter(({ line }) => !matches.has(line) && !left.has(line))

  for (const row of rows) {
    const member = row.email === null ? undefined : byEmail.get(row.email)
    if (!member) continue
    if (shareName(row.name, member.name) || isSaidToBeSame({ row, member, findings })) match({ row, member })
    else {
      disputed.add(member.id)
      leaveOut({ row, code: 'email-of-someone-else' })
    }
  }
  for (const row of open().filter(({ email }) => email === null)) {
    const member = likeliest(free(byPerson.get(personKey({ name: row.name, unitPath: unitOf(row) }))))
    if (member !== 'unclear') {
      if (member) match({ row, member })
      continue
    }
    findings.report({
      code: 'person-unclear',
      outcome: 'left-out',
      lines: [row.line],
      column: 'name',
      value: row.name,
    })
    leaveOut({ row, code: 'person-unclear' })
  }
  for (const row of open().filter(({ email }) => email !== null)) {
    const here = free(byPerson.get(personKey({ name: row.name, unitPath: unitOf(row) })))
    const member = likeliest(here.filter(({ email }) => email === null))
    if (member && member !== 'unclear') match({ row, member })
  }
  for (const row of open()) {
    const here = free(byName.get(exactKey(row.name))).filter(
      ({ id, active }) => active && (row.email === null || !disputed.has(id)),
    )
    match({ row, member: askWhetherSame({ row, unitPath: unitOf(row), candidates: here, findings }) })
  }
  return rows.flatMap((row) => {
    const member = matches.get(row.line)
    return member === undefined ? [] : [{ row, unitPath: unitOf(row), member }]
  })
}

/** The address of a member as a row would give it. */
export const emailKey = (email: string): string => exactKey(cleanText(email))

function isSaidToBeSame({
  row,
  member,
  findings,
}: {
  row: CheckedRow
  member: ExistingMember
  findings: Findings
}): boolean {
  const chosen = findings.ask({
    code: 'email-of-someone-else',
    id: `email-of-someone-else-${row.line}`,
    lines: [row.line],
    column: 'email',
    value: row.email ?? '',
    people: [row.name, member.name],
    options: [{ id: 'leave-out' }, { id: 'same-person', unitPath: member.unitPath }],
  })
  return chosen === 'same-person'
}

/**
 * The same name with another address, or in another team. Two people may share a name, and an account must not pass
 * from one to the other by a guess: unless somebody says that it is the same person, it is a new one.
 */
function askWhetherSame({
  row,
  unitPath,
  candidates,
  findings,
}: {
  row: CheckedRow
  unitPath: string[]
  candidates: readonly ExistingMember[]
  findings: Findings
}): ExistingMember | null {
  const isHere = (member: ExistingMember) => pathKey(member.unitPath) === pathKey(unitPath)
  const near = candidates.filter(isHere)
  const wide = near.length > 0 ? near : candidates.filter(({ email }) => email === null || row.email === null)
  const [member, another] = wide
  if (!member || another) return null
  const code = isHere(member) ? 'email-changed' : 'person-moved'
  const chosen = findings.ask({
    code,
    id: `${code}-${row.line}`,
    lines: [row.line],
    column: code === 'email-changed' ? 'email' : 'unit',
    value: code === 'email-changed' ? (row.email ?? '') : unitPath.join(' > '),
    people: [member.name],
    options: [{ id: 'new-person' }, { id: 'same-person', unitPath: member.unitPath }],
  })
  return chosen === 'same-person' ? member : null
}
