import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { nameForColleagues } from './profiles.server.ts'

/** How somebody saw what is held about a person: her own page, a printed list of codes, or the staff list as a file. */
export type AccessWay = 'record' | 'code-list' | 'staff-list'

const keptDays = 365

/**
 * Notes who opened what is held about people, once a day for each way; looking at oneself does not count. What is older
 * than a year is forgotten here, so that no other clock is needed.
 */
export const noteAccess = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    members: readonly MemberId[]
    actor: MemberId
    way: AccessWay
    today: string
  },
): Promise<void> => {
  await sql`insert into org.access (organisation, member, actor, way, seen_on)
    select ${given.organisation}::uuid, m.id, ${given.actor}::uuid, ${given.way}, ${given.today}::date
    from org.member m where m.id = any(${[...given.members]}::uuid[]) and m.id <> ${given.actor}::uuid
    on conflict do nothing`.execute(tx)
  await sql`delete from org.access where seen_on < ${given.today}::date - ${keptDays}::integer`.execute(tx)
}

/** Who opened what is held about this member; a name is null when whoever it was is gone. Newest first. */
export const listAccess = async (tx: Tx, member: MemberId) => {
  const { rows } = await sql<{ who: string | null; way: AccessWay; on: string }>`
    select ${nameForColleagues} as who, a.way, a.seen_on as on
    from org.access a
    left join org.member m on m.organisation = a.organisation and m.id = a.actor
    left join org.profile p on p.organisation = m.organisation and p.member = m.id
    where a.member = ${member}::uuid order by a.seen_on desc, who, a.way`.execute(tx)
  return rows
}
