import { sql } from 'kysely'
import type { MemberId, OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { SeatNumber } from '../domain/run/state.ts'
import type { RoomTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<RoomTables>()

/** The seat that a cookie's secret opens, by the secret's hash. */
export const findSeat = async (
  tx: Tx,
  key: { room: RoomId; secretHash: Buffer },
): Promise<SeatNumber | undefined> => {
  const row = await of(tx)
    .selectFrom('org.room_seat')
    .select('seat')
    .where('room', '=', key.room)
    .where('secret_hash', '=', key.secretHash)
    .executeTakeFirst()
  return row?.seat
}

/** The seat of a member who has one: on another device she comes back to it. */
export const findSeatOf = async (
  tx: Tx,
  of_: { room: RoomId; member: MemberId },
): Promise<SeatNumber | undefined> => {
  const row = await of(tx)
    .selectFrom('org.room_seat')
    .select('seat')
    .where('room', '=', of_.room)
    .where('member', '=', of_.member)
    .executeTakeFirst()
  return row?.seat
}

/** The next free seat. Two who come at once get two. */
export const insertSeat = async (
  tx: Tx,
  seat: { organisation: OrganisationId; room: RoomId; secretHash: Buffer; member: MemberId | null },
): Promise<SeatNumber> => {
  // The room's row keeps the order: whoever comes second waits for a moment.
  await sql`select id from org.room where id = ${seat.room}::uuid for update`.execute(tx)
  const { rows } = await sql<{ seat: number }>`
    insert into org.room_seat (organisation, room, seat, secret_hash, member)
    select ${seat.organisation}::uuid, ${seat.room}::uuid, coalesce(max(seat), 0) + 1,
      ${seat.secretHash}, ${seat.member}::uuid
    from org.room_seat where room = ${seat.room}::uuid
    returning seat`.execute(tx)
  const [made] = rows
  if (!made) throw new Error('A seat was not made.')
  return made.seat
}
