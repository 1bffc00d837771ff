import { cleanText, exactKey } from './cells/text.ts'
import { pathKey } from './cells/unit-path.ts'
import type {
  Decisions,
  ExistingMember,
  ExistingUnit,
  ImportPlan,
  PersonFields,
  PersonRef,
  PersonToChange,
} from './plan.ts'
import type { RosterRow } from './row.ts'
import { checkRows, type Mention } from './steps/check-rows.ts'
import { dropDuplicates } from './steps/drop-duplicates.ts'
import { type Findings, openFindings } from './steps/findings.ts'
import { emailKey, type MatchedRow, matchPeople } from './steps/match-people.ts'
import { placeInUnits } from './steps/place-in-units.ts'
import { refKey, resolveManagers, type Standing } from './steps/resolve-managers.ts'

/**
 * What importing a staff list will do: the one computation behind both the preview and the import.
 *
 * Pure and total: any rows give a plan. A person is known by her address where there is one, otherwise by name and
 * team. Importing the same list again changes nothing. An empty or unreadable optional cell keeps what is here.
 * Nobody is removed: those who are here and not in the list are only named, unless the choice `absent` is `close`.
 * `today` is an ISO day; paths of `existing` begin below the organisation. Close to linear in rows and members.
 */
export function planImport({
  rows,
  existing,
  organisationName,
  today,
  decisions = {},
}: {
  rows: readonly RosterRow[]
  existing: { members: readonly ExistingMember[]; units: readonly ExistingUnit[] }
  organisationName: string
  today: string
  decisions?: Decisions
}): ImportPlan {
  const findings = openFindings(decisions)
  const { checked, mentions, order, read } = checkRows({
    rows,
    organisationKey: exactKey(cleanText(organisationName)),
    topKeys: new Set(existing.units.flatMap(({ path }) => (path.length === 1 ? [pathKey(path)] : []))),
    today,
    findings,
  })
  const places = placeInUnits({ rows: checked, units: existing.units, findings })
  const single = dropDuplicates({ rows: checked, places, findings })
  const matched = matchPeople({ rows: single, places, members: existing.members, findings })
  const kept = new Set(matched.map(({ row }) => row.line))
  const absent = membersNotIn({
    members: existing.members,
    matched,
    mentions: [...mentions, ...checked.filter(({ line }) => !kept.has(line))],
  })
  const close = absent.length > 0 && choosesToClose(findings) ? absent : []
  const managers = resolveManagers({
    people: standings({ matched, members: existing.members, close }),
    findings,
  })
  const { add, change } = differences({ matched, managers })
  return {
    rows: read,
    add,
    change,
    same: matched.length - add.length - change.length,
    leftOut: findings.leftOut.sort((a, b) => a.line - b.line),
    absent,
    close,
    unitsToMake: unitsToMake({ units: existing.units, paths: matched.map(({ unitPath }) => unitPath) }),
    dayOrder: order,
    problems: findings.problems.sort((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0)),
    choices: findings.choices,
  }
}

const choosesToClose = (findings: Findings): boolean =>
  findings.choose({ id: 'absent', options: [{ id: 'stay' }, { id: 'close' }] }) === 'close'

/** A row that stays out still speaks of somebody: by her address, or by her name in whatever team. */
function membersNotIn({
  members,
  matched,
  mentions,
}: {
  members: readonly ExistingMember[]
  matched: readonly MatchedRow[]
  mentions: readonly Mention[]
}): string[] {
  const ids = new Set(matched.flatMap(({ member }) => member?.id ?? []))
  const emails = new Set(mentions.flatMap(({ email }) => email ?? []))
  const names = new Set(mentions.map(({ name }) => exactKey(name)))
  return members
    .filter(({ id, active }) => active && !ids.has(id))
    .filter(
      ({ name, email }) => !names.has(exactKey(name)) && !(email !== null && emails.has(emailKey(email))),
    )
    .map(({ id }) => id)
}

const refOf = ({ row, member }: MatchedRow): PersonRef =>
  member ? { kind: 'member', id: member.id } : { kind: 'row', line: row.line }

const managerBefore = (member: ExistingMember | null): PersonRef | null =>
  member?.managerId ? { kind: 'member', id: member.managerId } : null

function standings({
  matched,
  members,
  close,
}: {
  matched: readonly MatchedRow[]
  members: readonly ExistingMember[]
  close: readonly string[]
}): Standing[] {
  const outside = new Set([...close, ...matched.flatMap(({ member }) => member?.id ?? [])])
  const bystanders = members
    .filter(({ id, active }) => active && !outside.has(id))
    .map((member) => ({
      ref: { kind: 'member', id: member.id } as const,
      line: null,
      name: member.name,
      email: member.email,
      asks: '',
      before: managerBefore(member),
    }))
  const listed = matched.map((match) => ({
    ref: refOf(match),
    line: match.row.line,
    name: match.row.name,
    email: match.row.email ?? match.member?.email ?? null,
    asks: match.row.manager,
    before: managerBefore(match.member),
  }))
  return [...listed, ...bystanders]
}

function differences({
  matched,
  managers,
}: {
  matched: readonly MatchedRow[]
  managers: ReadonlyMap<string, PersonRef | null>
}): Pick<ImportPlan, 'add' | 'change'> {
  const plan: Pick<ImportPlan, 'add' | 'change'> = { add: [], change: [] }
  for (const match of matched) {
    const { row, unitPath, member } = match
    const manager = managers.get(refKey(refOf(match))) ?? null
    const { line, name, email, profession, languages, startOn, workplace, shift } = row
    if (!member) {
      const known = { unitPath, profession, languages, startOn, manager, workplace, shift }
      plan.add.push({ line, name, email, ...known })
      continue
    }
    const before: PersonFields = { ...member, manager: managerBefore(member) }
    const isSameEmail = email === null || (member.email !== null && emailKey(member.email) === email)
    const after: PersonFields = {
      name,
      email: isSameEmail ? member.email : email,
      unitPath: pathKey(unitPath) === pathKey(member.unitPath) ? member.unitPath : unitPath,
      profession,
      languages: languages.length > 0 ? languages : member.languages,
      startOn: startOn ?? member.startOn,
      workplace: workplace ?? member.workplace,
      shift: shift ?? member.shift,
      manager,
      active: true,
    }
    const change = changeOf({ member, line, before, after })
    if (change) plan.change.push(change)
  }
  return plan
}

const fields = [
  'name',
  'email',
  'unitPath',
  'profession',
  'languages',
  'startOn',
  'workplace',
  'shift',
  'manager',
  'active',
] as const

/** Compares texts, lists of texts and references by what they say. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

function changeOf({
  member,
  line,
  before,
  after,
}: {
  member: ExistingMember
  line: number
  before: PersonFields
  after: PersonFields
}): PersonToChange | null {
  const differing = fields.filter((field) => !isSame(before[field], after[field]))
  if (differing.length === 0) return null
  const only = (person: PersonFields): Partial<PersonFields> =>
    Object.fromEntries(differing.map((field) => [field, person[field]]))
  return { member: member.id, line, name: after.name, before: only(before), after: only(after) }
}

function unitsToMake({
  units,
  paths,
}: {
  units: readonly ExistingUnit[]
  paths: readonly (readonly string[])[]
}): string[][] {
  const known = new Set(units.map(({ path }) => pathKey(path)))
  const missing: string[][] = []
  for (const path of paths)
    for (let depth = 1; depth <= path.length; depth += 1) {
      const part = path.slice(0, depth)
      const key = pathKey(part)
      if (known.has(key)) continue
      known.add(key)
      missing.push(part)
    }
  return missing
}
