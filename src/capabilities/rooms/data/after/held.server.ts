import { sql } from 'kysely'
import type { MemberId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'

type Sat = {
  title: string
  on: string | null
  state: string
  name: string | null
  minutes: number | null
  wantsLetter: boolean
}

/** The rooms that a member came to signed in: the name that she chose and, once it is over, for how long she was there. */
export const listSat = async (tx: Tx, member: MemberId): Promise<Sat[]> =>
  (
    await sql<Sat>`
      select r.title, coalesce(r.over_at, r.opened_at)::date::text as "on", r.state,
        coalesce(a.name, (select e.body->>'name' from org.room_event e
          where e.organisation = s.organisation and e.room = s.room
            and e.body->>'kind' in ('sat', 'renamed') and (e.body->>'seat')::int = s.seat
          order by e.number desc limit 1)) as name,
        a.minutes,
        exists (select from org.room_follow_up_wish w
          where w.organisation = s.organisation and w.room = s.room and w.member = s.member) as "wantsLetter"
      from org.room_seat s
      join org.room r on r.organisation = s.organisation and r.id = s.room
      left join org.room_attendance a on a.organisation = s.organisation and a.room = s.room and a.seat = s.seat
      where s.member = ${member}::uuid order by 2 desc nulls last, r.title`.execute(tx)
  ).rows

export const listLed = async (tx: Tx, member: MemberId): Promise<{ title: string; state: string }[]> =>
  (
    await sql<{ title: string; state: string }>`
      select distinct r.title, r.state from org.room r
      where r.created_by = ${member}::uuid or exists (select from org.room_host h
        where h.organisation = r.organisation and h.room = r.id and h.member = ${member}::uuid)
      order by r.title, r.state`.execute(tx)
  ).rows

/** Takes a member out of every room: her name, what she wrote, and that it was she. */
export const eraseFromRooms = async (tx: Tx, member: MemberId): Promise<void> => {
  const hers = sql`select organisation, room, seat from org.room_seat where member = ${member}::uuid`
  await sql`delete from org.room_words w using org.room_event e
    where e.organisation = w.organisation and e.room = w.room and e.number = w.number
      and (e.organisation, e.room, (e.body->>'by')::int) in (${hers})`.execute(tx)
  await sql`update org.room_event e set body = e.body || '{"name": "", "profession": ""}'::jsonb
    where e.body->>'kind' = 'sat' and (e.organisation, e.room, (e.body->>'seat')::int) in (${hers})`.execute(
    tx,
  )
  await sql`update org.room_event e set body = e.body || '{"name": ""}'::jsonb
    where e.body->>'kind' = 'renamed' and (e.organisation, e.room, (e.body->>'seat')::int) in (${hers})`.execute(
    tx,
  )
  await sql`update org.room_attendance set member = null, name = '' where member = ${member}::uuid`.execute(
    tx,
  )
  await sql`update org.room_seat set member = null where member = ${member}::uuid`.execute(tx)
  await sql`delete from org.room_follow_up_wish where member = ${member}::uuid`.execute(tx)
  await sql`delete from org.room_host where member = ${member}::uuid`.execute(tx)
  await sql`delete from org.room r where r.state = 'planned' and r.created_by = ${member}::uuid
    and not exists (select from org.room_host h where h.organisation = r.organisation and h.room = r.id)`.execute(
    tx,
  )
  // Nobody's id stands where hers stood.
  await sql`update org.room set created_by = gen_random_uuid() where created_by = ${member}::uuid`.execute(tx)
}
