import { sql } from 'kysely'
import type { MemberId, OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { RoomRecord } from '../../domain/after/record.ts'
import type { RoomEvent } from '../../domain/run/events.ts'
import type { SeatNumber } from '../../domain/run/state.ts'

type Key = { organisation: OrganisationId; room: RoomId }

export const insertRecord = async (
  tx: Tx,
  given: Key & { record: RoomRecord; writtenAt: Date },
): Promise<void> => {
  await sql`insert into org.room_record (organisation, room, body, written_at)
    values (${given.organisation}::uuid, ${given.room}::uuid, ${JSON.stringify(given.record)}::jsonb, ${given.writtenAt})
    on conflict do nothing`.execute(tx)
}

export const findRecord = async (tx: Tx, room: RoomId): Promise<RoomRecord | undefined> =>
  (await sql<{ body: RoomRecord }>`select body from org.room_record where room = ${room}::uuid`.execute(tx))
    .rows[0]?.body

/** Whether the words of a room are gone. */
export const areWordsGone = async (tx: Tx, room: RoomId): Promise<boolean> =>
  (await findRecord(tx, room)) !== undefined

export const insertAttendance = async (
  tx: Tx,
  given: Key & { all: readonly AttendanceRow[] },
): Promise<void> => {
  const { all } = given
  await sql`insert into org.room_attendance (organisation, room, seat, member, name, came_at, minutes)
    select ${given.organisation}::uuid, ${given.room}::uuid, * from unnest(
      ${all.map(({ seat }) => seat)}::int[], ${all.map(({ member }) => member)}::uuid[],
      ${all.map(({ name }) => name)}::text[], ${all.map(({ cameAt }) => cameAt)}::timestamptz[],
      ${all.map(({ minutes }) => minutes)}::int[])
    on conflict do nothing`.execute(tx)
}

export type AttendanceRow = {
  seat: SeatNumber
  member: MemberId | null
  name: string
  cameAt: Date
  minutes: number
}

export const listAttendance = async (tx: Tx, room: RoomId): Promise<AttendanceRow[]> =>
  (
    await sql<AttendanceRow>`select seat, member, name, came_at as "cameAt", minutes from org.room_attendance
      where room = ${room}::uuid order by seat`.execute(tx)
  ).rows

/** Which member sits on which seat, of those who came signed in. */
export const listSeatMembers = async (tx: Tx, room: RoomId): Promise<Map<SeatNumber, MemberId>> =>
  new Map(
    (
      await sql<{ seat: SeatNumber; member: MemberId }>`select seat, member from org.room_seat
        where room = ${room}::uuid and member is not null`.execute(tx)
    ).rows.map(({ seat, member }) => [seat, member]),
  )

/** Whether somebody came to this seat signed in. */
export const isSeatOfMember = async (tx: Tx, of: { room: RoomId; seat: SeatNumber }): Promise<boolean> =>
  (
    await sql`select seat from org.room_seat
      where room = ${of.room}::uuid and seat = ${of.seat} and member is not null`.execute(tx)
  ).rows.length > 0

export const listEvents = async (tx: Tx, room: RoomId): Promise<RoomEvent[]> =>
  (
    await sql<{
      body: RoomEvent
    }>`select body from org.room_event where room = ${room}::uuid order by number`.execute(tx)
  ).rows.map(({ body }) => body)
