import type { Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { OwnFormat } from '../domain/format/own-format.ts'
import type { RoomTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<RoomTables>()

export const insertOwnFormat = async (
  tx: Tx,
  row: OwnFormat & { organisation: OrganisationId },
): Promise<void> => {
  await of(tx)
    .insertInto('org.room_format')
    .values({
      organisation: row.organisation,
      id: row.id,
      block: row.block,
      manner: row.manner,
      copied_from: row.copiedFrom,
      format: JSON.stringify(row.format),
      changed_at: row.changedAt,
    })
    .execute()
}

export const updateOwnFormat = async (
  tx: Tx,
  row: Pick<OwnFormat, 'id' | 'format' | 'changedAt'>,
): Promise<void> => {
  await of(tx)
    .updateTable('org.room_format')
    .set({ format: JSON.stringify(row.format), changed_at: row.changedAt })
    .where('id', '=', row.id)
    .execute()
}

export const deleteOwnFormat = async (tx: Tx, id: string): Promise<void> => {
  await of(tx).deleteFrom('org.room_format').where('id', '=', id).execute()
}

export const findOwnFormat = async (tx: Tx, id: string): Promise<OwnFormat | undefined> => {
  const row = await of(tx).selectFrom('org.room_format').selectAll().where('id', '=', id).executeTakeFirst()
  return row && asFormat(row)
}

/** Those changed last first. */
export const listOwnFormats = async (tx: Tx): Promise<OwnFormat[]> => {
  const rows = await of(tx)
    .selectFrom('org.room_format')
    .selectAll()
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(asFormat)
}

const asFormat = (row: Selectable<RoomTables['org.room_format']>): OwnFormat => ({
  id: row.id,
  block: row.block as OwnFormat['block'],
  manner: row.manner as OwnFormat['manner'],
  copiedFrom: row.copied_from,
  format: row.format,
  changedAt: row.changed_at,
})
