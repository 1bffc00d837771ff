import { sql } from 'kysely'
import { type MemberId, newId, type OrganisationId, type UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { looseKey } from '../domain/roster/cells/text.ts'
import { pathKey } from '../domain/roster/cells/unit-path.ts'
import type { ExistingMember, ExistingUnit, ImportPlan, PersonRef } from '../domain/roster/plan.ts'
import { pathsOf } from '../domain/unit-tree.ts'
import { endLetters } from './invitations.server.ts'
import { markLeft } from './members.server.ts'
import { listUnitsWithLeads } from './units.server.ts'

export type Roster = {
  members: ExistingMember[]
  units: ExistingUnit[]
  rootUnit: UnitId
  offList: Set<string>
}

/** One import at a time in an organisation: the second sees what the first did. */
export const lockRoster = async (tx: Tx, organisation: OrganisationId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`roster ${organisation}`}, 0))`.execute(tx)
}

/** The whole staff list as planning an import wants it. `offList` are members without a unit. */
export const readRoster = async (tx: Tx): Promise<Roster> => {
  const tree = await listUnitsWithLeads(tx)
  const root = tree.find(({ parent }) => parent === null)
  if (!root) throw new Error('An organisation has no first unit.')
  const paths = pathsOf(tree)
  const { rows } = await sql<Omit<ExistingMember, 'unitPath'> & { unit: UnitId | null }>`
    select id, name, email, unit, coalesce(profession, '') as profession, languages, start_on as "startOn", workplace, shift,
      manager as "managerId", status <> 'left' as active
    from org.member where merged_into is null order by id`.execute(tx)
  return {
    members: rows.map(({ unit, ...member }) => ({ ...member, unitPath: (unit && paths.get(unit)) ?? [] })),
    units: tree.filter(({ parent }) => parent !== null).map(({ id }) => ({ id, path: paths.get(id) ?? [] })),
    rootUnit: root.id,
    offList: new Set(rows.filter(({ unit }) => unit === null).map(({ id }) => id)),
  }
}

/**
 * Carries a plan out in the caller's transaction, in a handful of statements however long the list is. People leave
 * first and changed addresses are freed before they are given, so that two may swap theirs.
 */
export const applyPlan = async (
  tx: Tx,
  given: { organisation: OrganisationId; roster: Roster; plan: ImportPlan; today: string },
): Promise<void> => {
  const { plan, roster, organisation } = given
  await markLeft(tx, { members: plan.close, on: given.today })
  const unitOf = await addUnits(tx, given)
  const added = new Map(plan.add.map(({ line }) => [line, newId<MemberId>()]))
  const readdressed = plan.change.filter(({ after }) => 'email' in after).map(({ member }) => member)
  await sql`update org.member set email = null where id = any(${readdressed}::uuid[])`.execute(tx)
  await endLetters(tx, readdressed)
  await changePeople(tx, { plan, roster, unitOf })
  await addPeople(tx, { plan, organisation, unitOf, added })
  const idOf = (ref: PersonRef | null) =>
    ref === null ? null : ref.kind === 'member' ? ref.id : (added.get(ref.line) ?? null)
  await setManagers(tx, [
    ...plan.change.flatMap(({ member, after }) =>
      after.manager === undefined ? [] : [{ id: member, manager: idOf(after.manager) }],
    ),
    ...plan.add.flatMap(({ line, manager }) =>
      manager ? [{ id: added.get(line) ?? '', manager: idOf(manager) }] : [],
    ),
  ])
}

type UnitOf = (path: readonly string[]) => string | null

const addUnits = async (
  tx: Tx,
  { organisation, roster, plan }: { organisation: OrganisationId; roster: Roster; plan: ImportPlan },
): Promise<UnitOf> => {
  const ids = new Map<string, string>([['', roster.rootUnit]])
  for (const { id, path } of roster.units) ids.set(pathKey(path), id)
  const made = plan.unitsToMake.map((path, order) => {
    const id = newId<UnitId>()
    ids.set(pathKey(path), id)
    return { id, parent: ids.get(pathKey(path.slice(0, -1))), name: path.at(-1), order }
  })
  await sql`insert into org.unit (organisation, id, parent, name, position)
    select ${organisation}::uuid, t.id, t.parent, t.name,
      (select coalesce(max(position), 0) + 1 from org.unit) + t.order
    from json_to_recordset(${JSON.stringify(made)}::json) as t (id uuid, parent uuid, name text, "order" integer)`.execute(
    tx,
  )
  return (path) => (path.length === 0 ? null : (ids.get(pathKey(path)) ?? null))
}

const changePeople = async (
  tx: Tx,
  { plan, roster, unitOf }: { plan: ImportPlan; roster: Roster; unitOf: UnitOf },
): Promise<void> => {
  const before = new Map(roster.members.map((member) => [member.id, member]))
  const rows = plan.change.flatMap(({ member, after }) => {
    const here = before.get(member)
    if (!here) return []
    const { manager, ...fields } = after
    const now = { ...here, ...fields }
    return [
      {
        id: member,
        name: now.name,
        key: looseKey(now.name),
        email: now.email,
        unit: unitOf(now.unitPath),
        profession: now.profession,
        languages: now.languages,
        start: now.startOn,
        workplace: now.workplace,
        shift: now.shift,
        returns: !here.active,
      },
    ]
  })
  await sql`update org.member m set
      name = t.name, name_key = t.key, email = t.email, unit = t.unit, profession = t.profession,
      languages = t.languages, start_on = t.start, workplace = t.workplace, shift = t.shift,
      status = case when t.returns then 'invited' else m.status end,
      joined_on = case when t.returns then null else m.joined_on end,
      left_on = case when t.returns then null else m.left_on end
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (
      id uuid, name text, key text, email text, unit uuid, profession text, languages text[], start date,
      workplace text, shift text, returns boolean)
    where m.id = t.id`.execute(tx)
}

const addPeople = async (
  tx: Tx,
  {
    plan,
    organisation,
    unitOf,
    added,
  }: {
    plan: ImportPlan
    organisation: OrganisationId
    unitOf: UnitOf
    added: ReadonlyMap<number, string>
  },
): Promise<void> => {
  const rows = plan.add.map((person) => ({
    id: added.get(person.line),
    name: person.name,
    key: looseKey(person.name),
    email: person.email,
    unit: unitOf(person.unitPath),
    profession: person.profession,
    languages: person.languages,
    start: person.startOn,
    workplace: person.workplace,
    shift: person.shift,
  }))
  await sql`insert into org.member
      (organisation, id, name, name_key, email, unit, profession, languages, start_on, workplace, shift, status)
    select ${organisation}::uuid, t.id, t.name, t.key, t.email, t.unit, t.profession, t.languages, t.start,
      t.workplace, t.shift, 'invited'
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (
      id uuid, name text, key text, email text, unit uuid, profession text, languages text[], start date,
      workplace text, shift text)`.execute(tx)
}

const setManagers = async (
  tx: Tx,
  rows: readonly { id: string; manager: string | null }[],
): Promise<void> => {
  await sql`update org.member m set manager = t.manager
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (id uuid, manager uuid)
    where m.id = t.id`.execute(tx)
}
