import { sql } from 'kysely'
import type { MemberId, OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { FollowUp } from '../../domain/after/follow-up.ts'

type Key = { organisation: OrganisationId; room: RoomId }

export const findFollowUp = async (tx: Tx, room: RoomId): Promise<FollowUp | undefined> =>
  (
    await sql<FollowUp>`select id, day::text as "on", words from org.room_follow_up where room = ${room}::uuid`.execute(
      tx,
    )
  ).rows[0]

export const replaceFollowUp = async (tx: Tx, given: Key & { to: FollowUp | undefined }): Promise<void> => {
  await sql`delete from org.room_follow_up where room = ${given.room}::uuid`.execute(tx)
  if (!given.to) return
  const { id, on, words } = given.to
  await sql`insert into org.room_follow_up (organisation, room, id, day, words)
    values (${given.organisation}::uuid, ${given.room}::uuid, ${id}::uuid, ${on}::date, ${words})`.execute(tx)
}

export const keepWish = async (tx: Tx, given: Key & { member: MemberId; wants: boolean }): Promise<void> => {
  const { organisation, room, member } = given
  if (given.wants)
    await sql`insert into org.room_follow_up_wish (organisation, room, member)
      values (${organisation}::uuid, ${room}::uuid, ${member}::uuid) on conflict do nothing`.execute(tx)
  else
    await sql`delete from org.room_follow_up_wish
      where room = ${room}::uuid and member = ${member}::uuid`.execute(tx)
}

export const listWishes = async (tx: Tx, room: RoomId): Promise<MemberId[]> =>
  (
    await sql<{
      member: MemberId
    }>`select member from org.room_follow_up_wish where room = ${room}::uuid`.execute(tx)
  ).rows.map(({ member }) => member)

/** What a letter about a follow-up says; undefined once it has changed, or whom it is for does not want it any more. */
export const findToTell = async (
  tx: Tx,
  given: { followUp: string; members: readonly MemberId[] },
): Promise<{ room: RoomId; title: string; on: string; words: string } | undefined> =>
  (
    await sql<{ room: RoomId; title: string; on: string; words: string }>`
      select r.id as room, r.title, f.day::text as "on", f.words from org.room_follow_up f
      join org.room r on r.organisation = f.organisation and r.id = f.room
      where f.id = ${given.followUp}::uuid and exists (select from org.room_follow_up_wish w
        where w.organisation = f.organisation and w.room = f.room
          and w.member = any(${[...given.members]}::uuid[]))`.execute(tx)
  ).rows[0]
