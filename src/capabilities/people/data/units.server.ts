import { sql } from 'kysely'
import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** The unit that is the whole organisation: the only one without a parent. */
export const saveRootUnit = async (
  tx: Tx,
  given: { organisation: OrganisationId; id: UnitId; name: string },
): Promise<void> => {
  await of(tx)
    .insertInto('org.unit')
    .values({
      organisation: given.organisation,
      id: given.id,
      parent: null,
      name: given.name,
      position: 0,
      lead: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet({ name: given.name }))
    .execute()
}

export type UnitInTree = {
  id: UnitId
  parent: UnitId | null
  name: string
  lead: MemberId | null
  leadName: string | null
  position: number
}

/** Every unit, in the order of the staff list. */
export const listUnitsWithLeads = async (tx: Tx): Promise<UnitInTree[]> =>
  (
    await of(tx)
      .selectFrom('org.unit as u')
      .leftJoin('org.member as m', (join) =>
        join.onRef('m.organisation', '=', 'u.organisation').onRef('m.id', '=', 'u.lead'),
      )
      .select(['u.id', 'u.parent', 'u.name', 'u.lead', 'u.position', 'm.name as lead_name'])
      .orderBy('u.position')
      .orderBy('u.id')
      .execute()
  ).map((row) => ({
    id: row.id as UnitId,
    parent: row.parent as UnitId | null,
    name: row.name,
    lead: row.lead as MemberId | null,
    leadName: row.lead_name,
    position: row.position,
  }))

/** How many people who have not left stand directly in each unit. */
export const countByUnit = async (tx: Tx): Promise<Map<UnitId, number>> => {
  const { rows } = await sql<{ unit: UnitId; people: number }>`
    select unit, count(*) as people from org.member where unit is not null and status <> 'left' group by unit`.execute(
    tx,
  )
  return new Map(rows.map(({ unit, people }) => [unit, people]))
}

/** Makes a member the lead of a unit, or nobody; false when there is no such unit. */
export const setLead = async (tx: Tx, given: { unit: UnitId; lead: MemberId | null }): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('org.unit')
    .set({ lead: given.lead })
    .where('id', '=', given.unit)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
