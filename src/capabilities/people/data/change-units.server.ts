import { sql } from 'kysely'
import type { OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** Puts a new unit below another, after all that are there. */
export const insertUnit = async (
  tx: Tx,
  given: { organisation: OrganisationId; id: UnitId; parent: UnitId; name: string },
): Promise<void> => {
  await sql`insert into org.unit (organisation, id, parent, name, position)
    select ${given.organisation}::uuid, ${given.id}::uuid, ${given.parent}::uuid, ${given.name},
      (select coalesce(max(position), 0) + 1 from org.unit)`.execute(tx)
}

export const updateUnit = async (
  tx: Tx,
  given: { unit: UnitId; name: string } | { unit: UnitId; parent: UnitId },
): Promise<void> => {
  const { unit, ...changes } = given
  await of(tx).updateTable('org.unit').set(changes).where('id', '=', unit).execute()
}

export const setPositions = async (
  tx: Tx,
  units: readonly { id: UnitId; position: number }[],
): Promise<void> => {
  await sql`update org.unit u set position = t.position
    from unnest(${units.map(({ id }) => id)}::uuid[], ${units.map(({ position }) => position)}::int[]) as t (id, position)
    where u.id = t.id`.execute(tx)
}

/** Moves everybody, those who left included, and every team below from one unit to another; answers how many people. */
export const emptyUnit = async (tx: Tx, given: { unit: UnitId; into: UnitId }): Promise<number> => {
  await of(tx).updateTable('org.unit').set({ parent: given.into }).where('parent', '=', given.unit).execute()
  const { rows } = await sql<{ people: number }>`
    with moved as (
      update org.member set unit = ${given.into}::uuid where unit = ${given.unit}::uuid returning status)
    select count(*) filter (where status <> 'left') as people from moved`.execute(tx)
  return rows[0]?.people ?? 0
}

/** Removes a unit that holds nobody and nothing. */
export const deleteUnit = async (tx: Tx, unit: UnitId): Promise<void> => {
  await of(tx).deleteFrom('org.unit').where('id', '=', unit).execute()
}
