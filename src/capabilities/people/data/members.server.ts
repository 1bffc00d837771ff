import { sql } from 'kysely'
import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { isRole, type Role } from '../domain/roles.ts'
import { looseKey } from '../domain/roster/cells/text.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

export type Member = {
  id: MemberId
  name: string
  /** What she wants to be called, if she said so; `isChosenNameShown` says whether colleagues see it. */
  chosenName: string | null
  isChosenNameShown: boolean
  email: string | null
  unit: UnitId | null
  unitName: string | null
  profession: string | null
  /** Those she speaks, by the staff list, and the one she chose to read Kith in. */
  languages: string[]
  language: string | null
  status: 'invited' | 'active' | 'left'
  joinedOn: string | null
  leftOn: string | null
  startOn: string | null
  workplace: string | null
  shift: string | null
  manager: { id: MemberId; name: string; email: string | null } | null
  /** The entry that she was merged into, where two were one person. */
  mergedInto: MemberId | null
  roles: Role[]
  leads: { id: UnitId; name: string }[]
}

/** A member with what she may do, or undefined when the organisation has none of this id. */
export const findMember = async (tx: Tx, id: MemberId): Promise<Member | undefined> => {
  const row = await of(tx)
    .selectFrom('org.member as m')
    .leftJoin('org.unit as u', (join) =>
      join.onRef('u.organisation', '=', 'm.organisation').onRef('u.id', '=', 'm.unit'),
    )
    .leftJoin('org.profile as p', (join) =>
      join.onRef('p.organisation', '=', 'm.organisation').onRef('p.member', '=', 'm.id'),
    )
    .leftJoin('org.member as b', (join) =>
      join.onRef('b.organisation', '=', 'm.organisation').onRef('b.id', '=', 'm.manager'),
    )
    .select([
      'm.id',
      'm.name',
      'm.email',
      'm.unit',
      'u.name as unit_name',
      'm.profession',
      'm.languages',
      'm.language',
      'm.status',
      'm.joined_on',
      sql<string[]>`array(select r.role from org.member_role r
        where r.organisation = m.organisation and r.member = m.id order by r.role)`.as('roles'),
      sql<
        { id: UnitId; name: string }[]
      >`coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name)
        order by l.position) from org.unit l where l.organisation = m.organisation and l.lead = m.id), '[]')`.as(
        'leads',
      ),
      'p.chosen_name',
      'p.shown',
      'm.left_on',
      'm.start_on',
      'm.workplace',
      'm.shift',
      'm.merged_into',
      'b.id as manager_id',
      'b.name as manager_name',
      'b.email as manager_email',
    ])
    .where('m.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id as MemberId,
    name: row.name,
    chosenName: row.chosen_name,
    isChosenNameShown: row.shown?.includes('chosen-name') ?? false,
    email: row.email,
    unit: row.unit as UnitId | null,
    unitName: row.unit_name,
    profession: row.profession,
    languages: row.languages,
    language: row.language,
    status: row.status,
    joinedOn: row.joined_on,
    roles: row.roles.filter(isRole),
    leads: row.leads,
    leftOn: row.left_on,
    startOn: row.start_on,
    workplace: row.workplace,
    shift: row.shift,
    manager:
      row.manager_id === null || row.manager_name === null
        ? null
        : { id: row.manager_id as MemberId, name: row.manager_name, email: row.manager_email },
    mergedInto: row.merged_into as MemberId | null,
  }
}

/** Adds a member unless one of this id is there; answers whether she was added now. */
export const addMember = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    id: MemberId
    name: string
    email: string | null
    joinedOn: string | null
  },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await of(tx)
    .insertInto('org.member')
    .values({
      organisation: given.organisation,
      id: given.id,
      name: given.name,
      name_key: looseKey(given.name),
      email: given.email,
      unit: null,
      profession: null,
      languages: [],
      language: null,
      start_on: null,
      workplace: null,
      shift: null,
      manager: null,
      status: given.joinedOn ? 'active' : 'invited',
      joined_on: given.joinedOn,
      left_on: null,
      merged_into: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** What the staff list says of a member, and she may say otherwise. */
export const findStaffEntry = (tx: Tx, id: MemberId) =>
  of(tx)
    .selectFrom('org.member')
    .select(['name', 'profession', 'languages'])
    .where('id', '=', id)
    .executeTakeFirst()

/** Holds a member until the transaction ends, so that two who take her out go one after the other; false if she is gone. */
export const holdMember = async (tx: Tx, id: MemberId): Promise<boolean> =>
  (await of(tx).selectFrom('org.member').select('id').where('id', '=', id).forUpdate().executeTakeFirst()) !==
  undefined

/** A few members, in the order of their ids. */
export const listFirstMembers = async (tx: Tx, limit: number): Promise<MemberId[]> =>
  (await of(tx).selectFrom('org.member').select('id').orderBy('id').limit(limit).execute()).map(
    ({ id }) => id as MemberId,
  )

/** The names of the staff list, for those who keep it. */
export const listNamesById = async (tx: Tx, ids: readonly MemberId[]): Promise<Map<MemberId, string>> => {
  const { rows } = await sql<{ id: MemberId; name: string }>`
    select id, name from org.member where id = any(${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const setRoles = async (
  tx: Tx,
  given: { organisation: OrganisationId; member: MemberId; roles: readonly Role[] },
): Promise<void> => {
  await of(tx).deleteFrom('org.member_role').where('member', '=', given.member).execute()
  if (given.roles.length === 0) return
  await of(tx)
    .insertInto('org.member_role')
    .values(given.roles.map((role) => ({ organisation: given.organisation, member: given.member, role })))
    .execute()
}

export const isAdministrator = async (tx: Tx, member: MemberId): Promise<boolean> =>
  (await of(tx)
    .selectFrom('org.member_role')
    .select('role')
    .where('member', '=', member)
    .where('role', '=', 'administrator')
    .executeTakeFirst()) !== undefined

/** Whether somebody else could still look after the organisation if this member could not. */
export const hasOtherAdministrator = async (tx: Tx, than: MemberId): Promise<boolean> => {
  // The rows are locked in one order, so that two administrators cannot dismiss each other at the same moment.
  const { rows } = await sql<{ member: string }>`
    select r.member from org.member_role r
    join org.member m on m.organisation = r.organisation and m.id = r.member
    where r.role = 'administrator' and m.status = 'active'
    order by r.member for update of r`.execute(tx)
  return rows.some(({ member }) => member !== than)
}

export const setLanguage = async (tx: Tx, given: { member: MemberId; language: string }): Promise<void> => {
  await of(tx)
    .updateTable('org.member')
    .set({ language: given.language })
    .where('id', '=', given.member)
    .execute()
}

export const markJoined = async (tx: Tx, given: { member: MemberId; on: string }): Promise<void> => {
  await sql`update org.member set status = 'active', joined_on = coalesce(joined_on, ${given.on}::date), left_on = null
    where id = ${given.member}::uuid`.execute(tx)
}

/** Takes from people who leave everything that would let them act: status, roles, leads, ways in and waiting letters. */
export const markLeft = async (tx: Tx, given: { members: readonly string[]; on: string }): Promise<void> => {
  const ids = [...given.members]
  if (ids.length === 0) return
  await sql`update org.unit set lead = null where lead = any(${ids}::uuid[])`.execute(tx)
  await sql`delete from org.member_role where member = any(${ids}::uuid[])`.execute(tx)
  await sql`delete from org.push_subscription where member = any(${ids}::uuid[])`.execute(tx)
  await sql`delete from org.invitation where member = any(${ids}::uuid[]) and used_at is null`.execute(tx)
  await sql`delete from org.message where member = any(${ids}::uuid[]) and sent_at is null`.execute(tx)
  await sql`update org.member set status = 'left', left_on = ${given.on}::date, manager = null
    where id = any(${ids}::uuid[])`.execute(tx)
}
