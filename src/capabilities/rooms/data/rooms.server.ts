import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { MemberId, OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Room } from '../domain/room.ts'
import type { RoomTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<RoomTables>()

export const insertRoom = async (tx: Tx, room: Room): Promise<void> => {
  await of(tx)
    .insertInto('org.room')
    .values({
      organisation: room.organisation,
      id: room.id,
      title: room.title,
      code: room.code,
      state: room.state,
      plan: JSON.stringify(room.plan),
      settings: JSON.stringify(room.settings),
      seed: room.seed,
      planned_for: room.plannedFor,
      opened_at: room.openedAt,
      over_at: room.overAt,
      kept_until: room.keptUntil,
      created_by: room.createdBy,
    })
    .execute()
}

export const findRoom = async (tx: Tx, id: RoomId): Promise<Room | undefined> => {
  const row = await of(tx).selectFrom('org.room').selectAll().where('id', '=', id).executeTakeFirst()
  return row && asRoom(row)
}

/** Of the rooms that are not over, the soonest first. */
export const listRooms = async (tx: Tx, states: readonly Room['state'][]): Promise<Room[]> => {
  const rows = await of(tx)
    .selectFrom('org.room')
    .selectAll()
    .where('state', 'in', [...states])
    .orderBy(sql`coalesce(planned_for, opened_at)`)
    .orderBy('id')
    .execute()
  return rows.map(asRoom)
}

/** The rooms that are open. */
export const listRunningRooms = async (tx: Tx): Promise<RoomId[]> => {
  const rows = await of(tx).selectFrom('org.room').select('id').where('state', '=', 'open').execute()
  return rows.map(({ id }) => id as RoomId)
}

/** Plan, settings, title and day: only as long as it is planned. */
export const updatePlannedRoom = async (
  tx: Tx,
  room: Pick<Room, 'id' | 'title' | 'plan' | 'settings' | 'plannedFor'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('org.room')
    .set({
      title: room.title,
      plan: JSON.stringify(room.plan),
      settings: JSON.stringify(room.settings),
      planned_for: room.plannedFor,
    })
    .where('id', '=', room.id)
    .where('state', '=', 'planned')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const markOpen = async (tx: Tx, room: { id: RoomId; openedAt: Date }): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('org.room')
    .set({ state: 'open', opened_at: room.openedAt })
    .where('id', '=', room.id)
    .where('state', '=', 'planned')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const markOver = async (
  tx: Tx,
  room: { id: RoomId; overAt: Date; keptUntil: string | null },
): Promise<void> => {
  await of(tx)
    .updateTable('org.room')
    .set({ state: 'over', over_at: room.overAt, kept_until: room.keptUntil })
    .where('id', '=', room.id)
    .where('state', '<>', 'over')
    .execute()
}

export const insertHost = async (
  tx: Tx,
  host: { organisation: OrganisationId; room: RoomId; member: MemberId },
): Promise<void> => {
  await of(tx)
    .insertInto('org.room_host')
    .values(host)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const isHostOf = async (tx: Tx, host: { room: RoomId; member: MemberId }): Promise<boolean> => {
  const row = await of(tx)
    .selectFrom('org.room_host')
    .select('member')
    .where('room', '=', host.room)
    .where('member', '=', host.member)
    .executeTakeFirst()
  return row !== undefined
}

export const deleteHost = async (tx: Tx, host: { room: RoomId; member: MemberId }): Promise<void> => {
  await of(tx)
    .deleteFrom('org.room_host')
    .where('room', '=', host.room)
    .where('member', '=', host.member)
    .execute()
}

export const listHosts = async (tx: Tx, room: RoomId): Promise<MemberId[]> => {
  const rows = await of(tx).selectFrom('org.room_host').select('member').where('room', '=', room).execute()
  return rows.map(({ member }) => member as MemberId).sort()
}

/** The rooms that a member is a host of. */
export const listHostedRooms = async (tx: Tx, member: MemberId): Promise<Set<RoomId>> => {
  const rows = await of(tx).selectFrom('org.room_host').select('room').where('member', '=', member).execute()
  return new Set(rows.map(({ room }) => room as RoomId))
}

/** With its seats, its log and its words. */
export const deleteRoomRow = async (tx: Tx, room: RoomId): Promise<void> => {
  await of(tx).deleteFrom('org.room').where('id', '=', room).execute()
}

const asRoom = (row: Selectable<RoomTables['org.room']>): Room => ({
  organisation: row.organisation as OrganisationId,
  id: row.id as RoomId,
  title: row.title,
  code: row.code,
  state: row.state as Room['state'],
  plan: row.plan,
  settings: row.settings,
  seed: row.seed,
  plannedFor: row.planned_for,
  openedAt: row.opened_at,
  overAt: row.over_at,
  keptUntil: row.kept_until,
  createdBy: row.created_by as MemberId,
})
