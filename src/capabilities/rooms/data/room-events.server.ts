import { sql } from 'kysely'
import type { OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Database, Tx } from '#platform/database/database.server.ts'
import type { Entry, RoomLog } from '../live/room-log.ts'
import { markOver } from './rooms.server.ts'
import type { RoomTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<RoomTables>()

/** The log of a room in the database. */
export const databaseLog = (on: {
  database: Database
  organisation: OrganisationId
  room: RoomId
  /** When a room ends, its row says so in the same breath. */
  whenOver(): { overAt: Date; keptUntil: string }
}): RoomLog => {
  const { database, organisation, room, whenOver } = on
  return {
    read: () =>
      database.inOrganisation(organisation, async (tx) => {
        const rows = await of(tx)
          .selectFrom('org.room_event')
          .select(['number', 'body', 'command'])
          .where('room', '=', room)
          .orderBy('number')
          .execute()
        return rows.map(({ number, body, command }) => ({
          number,
          event: body,
          command: command ?? undefined,
        }))
      }),
    append: (entries, forget) =>
      database.inOrganisation(organisation, async (tx) => {
        await insertEvents(tx, { organisation, room, entries })
        if (forget.length > 0)
          await of(tx)
            .deleteFrom('org.room_words')
            .where('room', '=', room)
            .where('number', 'in', [...forget])
            .execute()
        if (entries.some(({ event }) => event.kind === 'ended'))
          await markOver(tx, { id: room, ...whenOver() })
      }),
  }
}

/** Arrays instead of a row each: one statement takes any number of events, and a number that is there already fails it. */
const insertEvents = async (
  tx: Tx,
  { organisation, room, entries }: { organisation: OrganisationId; room: RoomId; entries: readonly Entry[] },
) => {
  await sql`
    insert into org.room_event (organisation, room, number, body, command)
    select ${organisation}::uuid, ${room}::uuid, * from unnest(
      ${entries.map(({ number }) => number)}::integer[],
      ${entries.map(({ event }) => JSON.stringify(event))}::jsonb[],
      ${entries.map(({ command }) => command ?? null)}::uuid[])`.execute(tx)
  const written = entries.filter(({ words }) => words !== undefined)
  if (written.length === 0) return
  await sql`
    insert into org.room_words (organisation, room, number, words)
    select ${organisation}::uuid, ${room}::uuid, * from unnest(
      ${written.map(({ number }) => number)}::integer[],
      ${written.map(({ words }) => words ?? '')}::text[])`.execute(tx)
}

/** What was written, by the numbers of its events; what was taken away is not among it. */
export const readWords = async (
  tx: Tx,
  asked: { room: RoomId; numbers: readonly number[] },
): Promise<Map<number, string>> => {
  if (asked.numbers.length === 0) return new Map()
  const rows = await of(tx)
    .selectFrom('org.room_words')
    .select(['number', 'words'])
    .where('room', '=', asked.room)
    .where('number', 'in', [...asked.numbers])
    .execute()
  return new Map(rows.map(({ number, words }) => [number, words]))
}
