import { sql } from 'kysely'
import type { MemberId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { forgetCategoryNames } from './further.server.ts'

type Asked = {
  title: string
  opensAt: Date
  closesAt: Date
  state: string
  group: string
  isTicketFetched: boolean
}

/** The check-ins that a member was asked in, and whether her browser has fetched its ticket; never whether she answered. */
export const listAsked = async (tx: Tx, member: MemberId): Promise<Asked[]> =>
  (
    await sql<Asked>`
      select w.title, w.opens_at as "opensAt", w.closes_at as "closesAt", w.state, g.name as group,
        exists (select from org.issuance i where i.wave = e.wave and i.member = e.member) as "isTicketFetched"
      from org.wave_eligible e
      join org.wave w on w.organisation = e.organisation and w.id = e.wave
      join org.wave_group g on g.organisation = e.organisation and g.wave = e.wave and g.id = e.wave_group
      where e.member = ${member}::uuid order by w.opens_at desc`.execute(tx)
  ).rows

export const listPlanned = async (tx: Tx, member: MemberId): Promise<{ title: string; state: string }[]> =>
  (
    await sql<{ title: string; state: string }>`
      select title, state from (
        select title, state, opens_at::date as day from org.wave where created_by = ${member}::uuid
        union all select title, state, first_on from org.series where created_by = ${member}::uuid) planned
      order by day desc, title`.execute(tx)
  ).rows

/** Which services carry messages to her browsers: the rest of an address there is a secret. */
export const listPushed = async (tx: Tx, member: MemberId): Promise<{ service: string | null }[]> =>
  (
    await sql<{ service: string | null }>`
      select substring(endpoint from '^https?://([^/:]+)') as service from org.push_subscription
      where member = ${member}::uuid order by 1`.execute(tx)
  ).rows

/**
 * Takes a member out of every check-in: what was signed for her goes, and where she stood stands an id that is nobody's.
 * The place itself must stay. Without it the next check-in would not see that her group has changed, and what changed
 * with one person can be told from two releases. That a ticket was given out at that place stays as well, without a byte
 * of it: her ballot may be in the pool, and where more ballots come than tickets were given, nothing is counted.
 */
export const forgetAsked = async (tx: Tx, member: MemberId): Promise<void> => {
  const issued = await sql<{ organisation: string; wave: string; table: string }>`
    delete from org.issuance where member = ${member}::uuid
    returning organisation, wave, published_table as "table"`.execute(tx)
  // Placings follow the place: the key between them hands the new id on.
  const places = await sql<{ wave: string; member: string }>`
    update org.wave_eligible set member = gen_random_uuid() where member = ${member}::uuid
    returning wave, member`.execute(tx)
  for (const { organisation, wave, table } of issued.rows) {
    const place = places.rows.find((one) => one.wave === wave)
    if (!place) continue
    await sql`insert into org.issuance (organisation, wave, published_table, member, blinded_hash, blind_signature)
      values (${organisation}::uuid, ${wave}::uuid, ${table}, ${place.member}::uuid, '', '')`.execute(tx)
  }
}

/** Forgets who was named in a check-in that is over: the names were for those who were asked, while they were. */
export const forgetNames = async (tx: Tx, wave: string): Promise<void> => {
  await sql`update org.wave_group set people = null where wave = ${wave}::uuid and people is not null`.execute(
    tx,
  )
  await forgetCategoryNames(tx, wave)
}

/** The same for all that were over before names were forgotten at the end. */
export const forgetPastNames = async (tx: Tx): Promise<void> => {
  await sql`update org.wave_group g set people = null from org.wave w
    where w.organisation = g.organisation and w.id = g.wave and g.people is not null
      and w.state in ('released', 'cancelled')`.execute(tx)
}
