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
    .selectFrom('org.room_seat_key')
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

/** Whoever comes second waits for a moment, until the first has her seat. */
export const keepSeatOrder = (tx: Tx, room: RoomId): Promise<unknown> =>
  sql`select id from org.room where id = ${room}::uuid for update`.execute(tx)

/** The next free seat, within `keepSeatOrder`. */
export const insertSeat = async (
  tx: Tx,
  seat: { organisation: OrganisationId; room: RoomId; member: MemberId | null },
): Promise<SeatNumber> => {
  const { rows } = await sql<{ seat: number }>`
    insert into org.room_seat (organisation, room, seat, member)
    select ${seat.organisation}::uuid, ${seat.room}::uuid, coalesce(max(seat), 0) + 1,
      ${seat.member}::uuid
    from org.room_seat where room = ${seat.room}::uuid
    returning seat`.execute(tx)
  const [made] = rows
  if (!made) throw new Error('A seat was not made.')
  return made.seat
}

/** One more secret that opens a seat: each device of somebody has its own. */
export const insertSeatKey = async (
  tx: Tx,
  key: { organisation: OrganisationId; room: RoomId; seat: SeatNumber; secretHash: Buffer },
): Promise<void> => {
  const { secretHash: secret_hash, ...rest } = key
  await of(tx)
    .insertInto('org.room_seat_key')
    .values({ ...rest, secret_hash })
    .execute()
}
