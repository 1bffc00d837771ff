import { sql } from 'kysely'
import type { MemberId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'

/** Who kept the notes half a year ago is asked again like anybody else. */
const MOST_ROOMS = 5

/**
 * In how many turns of the rooms she was last in a member had each role, by its id. It is read from their logs and kept
 * nowhere else: when a log goes, so does this.
 */
export const rolesHeldBefore = async (
  tx: Tx,
  of: { member: MemberId; room: RoomId },
): Promise<Record<string, number>> => {
  const { rows } = await sql<{ role: string; turns: number }>`
    with hers as (
      select seat.room, seat.seat from org.room_seat seat join org.room on org.room.id = seat.room
      where seat.member = ${of.member}::uuid and seat.room <> ${of.room}::uuid
      order by org.room.opened_at desc nulls last limit ${MOST_ROOMS}
    )
    select role, count(distinct (event.room, event.body #> '{at,block}', event.body #> '{at,turn}'))::int as turns
    from hers
    join org.room_event event on event.room = hers.room and event.body ->> 'kind' = 'moved'
    cross join lateral jsonb_array_elements_text(event.body -> 'roles' -> hers.seat::text) role
    group by role`.execute(tx)
  return Object.fromEntries(rows.map(({ role, turns }) => [role, turns]))
}
