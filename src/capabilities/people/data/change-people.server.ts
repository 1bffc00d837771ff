import { sql } from 'kysely'
import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { ReadPerson } from '../domain/read-person.ts'
import { looseKey } from '../domain/roster/cells/text.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

export type PersonToKeep = Omit<ReadPerson, 'manager'> & { unit: UnitId; manager: MemberId | null }

const columns = ({ name, email, unit, startOn, ...person }: PersonToKeep) => ({
  name,
  name_key: looseKey(name),
  email,
  unit,
  profession: person.profession,
  languages: person.languages,
  start_on: startOn,
  manager: person.manager,
  workplace: person.workplace,
  shift: person.shift,
})

/** Adds a person; false when one of this id is there already. */
export const insertPerson = async (
  tx: Tx,
  given: { organisation: OrganisationId; id: MemberId; person: PersonToKeep },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await of(tx)
    .insertInto('org.member')
    .values({
      organisation: given.organisation,
      id: given.id,
      ...columns(given.person),
      status: 'invited',
      joined_on: null,
      left_on: null,
      merged_into: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const updatePerson = async (tx: Tx, given: { id: MemberId; person: PersonToKeep }): Promise<void> => {
  await of(tx).updateTable('org.member').set(columns(given.person)).where('id', '=', given.id).execute()
}

/** Whether somebody else who has not left has this address. */
export const isEmailTaken = async (tx: Tx, given: { email: string; but: MemberId }): Promise<boolean> => {
  const { rows } = await sql`select from org.member
    where lower(email) = ${given.email} and status <> 'left' and id <> ${given.but}::uuid limit 1`.execute(tx)
  return rows.length > 0
}

/** Who has this address, or else this name word for word, and has not left; two are enough to be unclear. */
export const findByEmailOrName = async (
  tx: Tx,
  text: { email: string; name: string },
): Promise<MemberId[]> => {
  const { rows } = await sql<{ id: MemberId }>`
    select id from org.member where lower(email) = ${text.email} and status <> 'left' limit 2`.execute(tx)
  if (rows.length > 0) return rows.map(({ id }) => id)
  const named = await sql<{ id: MemberId }>`
    select id from org.member
    where name_key = ${looseKey(text.name)} and lower(name) = lower(${text.name}) and status <> 'left' limit 2`.execute(
    tx,
  )
  return named.rows.map(({ id }) => id)
}

/** Whether `manager` is, at whatever distance, managed by `member`. */
export const isManagedBy = async (
  tx: Tx,
  given: { manager: MemberId; member: MemberId },
): Promise<boolean> => {
  const { rows } = await sql<{ id: string }>`
    with recursive above (id) as (
      select ${given.manager}::uuid
      union
      select m.manager from org.member m join above a on a.id = m.id where m.manager is not null)
    select id from above where id = ${given.member}::uuid`.execute(tx)
  return rows.length > 0
}

/** Whether there is such a unit. */
export const hasUnit = async (tx: Tx, unit: UnitId): Promise<boolean> =>
  (await of(tx).selectFrom('org.unit').select('id').where('id', '=', unit).executeTakeFirst()) !== undefined

/** Puts somebody who left back on the list, as not joined: she is invited anew. */
export const markBack = async (tx: Tx, given: { member: MemberId; email: string | null }): Promise<void> => {
  await of(tx)
    .updateTable('org.member')
    .set({ status: 'invited', joined_on: null, left_on: null, email: given.email })
    .where('id', '=', given.member)
    .execute()
}
