import { sql } from 'kysely'
import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Database, Tx } from '#platform/database/database.server.ts'
import type { Role } from '../domain/roles.ts'
import { nameForColleagues } from './profiles.server.ts'

type StaffTables = {
  'org.member': {
    organisation: string
    id: string
    name: string
    email: string | null
    unit: string | null
    status: string
    joined_on: string | null
    profession: string | null
    start_on: string | null
    workplace: string | null
    shift: string | null
  }
  'org.unit': {
    organisation: string
    id: string
    parent: string | null
    name: string
    position: number
    lead: string | null
  }
}
type OrganisationTables = {
  'site.organisation': {
    id: string
    slug: string
    name: string
    time_zone: string
    language: string
    host_kind: string
  }
  'site.commons': { organisation: string }
}

export type StaffMember = {
  id: MemberId
  name: string
  unit: UnitId
  leads: readonly UnitId[]
  /** What the staff list says besides; null where it says nothing. `startOn`: an ISO day. */
  profession: string | null
  workplace: string | null
  shift: string | null
  startOn: string | null
}
export type StaffUnit = { id: UnitId; parent: UnitId | null; name: string; position: number }

/** Everybody on the staff list who has not left, with the units she leads. In the order of their ids. */
export const listStaff = async (tx: Tx): Promise<StaffMember[]> => {
  const db = tx.withTables<StaffTables>()
  const leads = new Map<string, UnitId[]>()
  for (const unit of await db
    .selectFrom('org.unit')
    .select(['id', 'lead'])
    .where('lead', 'is not', null)
    .execute()) {
    if (unit.lead) leads.set(unit.lead, [...(leads.get(unit.lead) ?? []), unit.id as UnitId])
  }
  const members = await db
    .selectFrom('org.member')
    .select(['id', 'name', 'unit', 'profession', 'workplace', 'shift', 'start_on'])
    .where('unit', 'is not', null)
    .where('status', '<>', 'left')
    .orderBy('id')
    .execute()
  return members.map((row) => ({
    id: row.id as MemberId,
    name: row.name,
    unit: row.unit as UnitId,
    leads: leads.get(row.id) ?? [],
    profession: row.profession,
    workplace: row.workplace,
    shift: row.shift,
    startOn: row.start_on,
  }))
}

/** The units in the order of the staff list. */
export const listUnits = async (tx: Tx): Promise<StaffUnit[]> =>
  (
    await tx
      .withTables<StaffTables>()
      .selectFrom('org.unit')
      .select(['id', 'parent', 'name', 'position'])
      .orderBy('position')
      .orderBy('id')
      .execute()
  ).map((row) => ({
    id: row.id as UnitId,
    parent: row.parent as UnitId | null,
    name: row.name,
    position: row.position,
  }))

/** Whether anybody here has a role; whoever leaves loses hers. */
export const isRoleHeld = async (tx: Tx, role: Role): Promise<boolean> => {
  const { rows } = await sql`select 1 from org.member_role where role = ${role} limit 1`.execute(tx)
  return rows.length > 0
}

/** Names by member as colleagues see them, of those given who are still there. */
export const listNames = async (tx: Tx, members: readonly MemberId[]): Promise<Map<string, string>> => {
  if (members.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, ${nameForColleagues} as name
    from org.member m left join org.profile p on p.organisation = m.organisation and p.member = m.id
    where m.id = any(${[...members]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type OrganisationSummary = {
  id: OrganisationId
  slug: string
  name: string
  timeZone: string
  language: string
  hostKind: 'employer' | 'independent' | 'members'
  isCommons: boolean
}

/** Every organisation of the site, for work that no person started. */
export const listOrganisations = (database: Pick<Database, 'inSite'>): Promise<OrganisationSummary[]> =>
  database.inSite(async (tx) =>
    (
      await tx
        .withTables<OrganisationTables>()
        .selectFrom('site.organisation as o')
        .leftJoin('site.commons as c', 'c.organisation', 'o.id')
        .selectAll('o')
        .select('c.organisation as commons')
        .orderBy('o.slug')
        .execute()
    ).map((row) => ({
      id: row.id as OrganisationId,
      slug: row.slug,
      name: row.name,
      timeZone: row.time_zone,
      language: row.language,
      hostKind: row.host_kind as OrganisationSummary['hostKind'],
      isCommons: row.commons !== null,
    })),
  )
