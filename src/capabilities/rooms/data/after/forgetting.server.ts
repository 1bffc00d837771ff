import { sql } from 'kysely'
import type { OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { kindsWithWords, withoutWords } from '../../domain/after/without-words.ts'
import type { RoomEvent } from '../../domain/run/events.ts'

/** Rooms that are over, whose words were to stay no longer than `today`; whatever the clock says, those of no days at all. */
export const listDue = async (tx: Tx, given: { today: string }): Promise<RoomId[]> =>
  (
    await sql<{ id: RoomId }>`select r.id from org.room r
      where r.state = 'over'
        and (r.kept_until <= ${given.today}::date or (r.settings->>'keepsWordsDays')::int = 0)
        and not exists (select from org.room_record d where d.organisation = r.organisation and d.room = r.id)
      order by r.id`.execute(tx)
  ).rows.map(({ id }) => id)

/** Rooms that nobody has ended, and that were opened, were to begin, and saw anybody come or go before a moment. */
export const listLeftOpen = async (tx: Tx, before: Date): Promise<RoomId[]> =>
  (
    await sql<{ id: RoomId }>`select r.id from org.room r
      where r.state = 'open' and greatest(r.opened_at, r.planned_for) < ${before}
        and not exists (select from org.room_event e
          where e.organisation = r.organisation and e.room = r.id
            and (e.body->>'when')::numeric >= ${before.getTime()})
      order by r.id`.execute(tx)
  ).rows.map(({ id }) => id)

/** Rooms that nobody has ended, and that were opened before a moment. */
export const listOpenTooLong = async (tx: Tx, before: Date): Promise<RoomId[]> =>
  (
    await sql<{ id: RoomId }>`select id from org.room
      where state = 'open' and opened_at < ${before} order by id`.execute(tx)
  ).rows.map(({ id }) => id)

/** Rooms that ended later than it is: the clock was wrong then, and would keep their words for as long as it was wrong. */
export const listEndedAhead = async (tx: Tx, now: Date): Promise<{ id: RoomId; keepsWordsDays: number }[]> =>
  (
    await sql<{ id: RoomId; keepsWordsDays: number }>`
      select id, (settings->>'keepsWordsDays')::int as "keepsWordsDays" from org.room
      where state = 'over' and over_at > ${now}`.execute(tx)
  ).rows

export const correctEnd = async (
  tx: Tx,
  room: { id: RoomId; overAt: Date; keptUntil: string },
): Promise<void> => {
  await sql`update org.room set over_at = ${room.overAt}, kept_until = ${room.keptUntil}::date
    where id = ${room.id}::uuid`.execute(tx)
}

/** Holds a room that is over until the transaction ends. @returns whether it is there, and over. */
export const holdOver = async (tx: Tx, room: RoomId): Promise<boolean> =>
  (await sql`select id from org.room where id = ${room}::uuid and state = 'over' for update`.execute(tx)).rows
    .length > 0

/** What people wrote goes: their messages, and the words that events have in them. */
export const deleteWords = async (
  tx: Tx,
  given: { organisation: OrganisationId; room: RoomId },
): Promise<void> => {
  await sql`delete from org.room_words where room = ${given.room}::uuid`.execute(tx)
  const { rows } = await sql<{ number: number; body: RoomEvent }>`
    select number, body from org.room_event
    where room = ${given.room}::uuid and body->>'kind' = any(${[...kindsWithWords]}::text[])`.execute(tx)
  const bare = rows.flatMap(({ number, body }) => {
    const left = withoutWords(body)
    return left ? [{ number, body: JSON.stringify(left) }] : []
  })
  await sql`update org.room_event e set body = t.body
    from unnest(${bare.map(({ number }) => number)}::int[], ${bare.map(({ body }) => body)}::jsonb[]) as t (number, body)
    where e.organisation = ${given.organisation}::uuid and e.room = ${given.room}::uuid and e.number = t.number`.execute(
    tx,
  )
}

/** Rooms that ended, or were planned for, before a moment, with everything that is kept of them. @returns how many. */
export const deleteRoomsBefore = async (tx: Tx, before: Date): Promise<number> =>
  (
    await sql`delete from org.room
      where case state when 'over' then over_at when 'planned' then planned_for end < ${before}
      returning id`.execute(tx)
  ).rows.length

/** Which of these rooms are still there. */
export const listRoomsThere = async (tx: Tx): Promise<Set<RoomId>> =>
  new Set((await sql<{ id: RoomId }>`select id from org.room`.execute(tx)).rows.map(({ id }) => id))
