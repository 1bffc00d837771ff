import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

export const readChosenDays = async (tx: Tx): Promise<Map<string, number>> =>
  new Map(
    (await of(tx).selectFrom('org.retention').select(['kind', 'days']).execute()).map(({ kind, days }) => [
      kind,
      days,
    ]),
  )

export const saveChosenDays = async (
  tx: Tx,
  given: { organisation: OrganisationId; kind: string; days: number },
): Promise<void> => {
  await of(tx)
    .insertInto('org.retention')
    .values(given)
    .onConflict((conflict) => conflict.columns(['organisation', 'kind']).doUpdateSet({ days: given.days }))
    .execute()
}

const removed = (result: { numAffectedRows?: bigint | undefined }): number =>
  Number(result.numAffectedRows ?? 0)

/** Removes that letters were sent, and letters that were given up long ago. */
export const removeMessages = async (tx: Tx, before: Date): Promise<number> =>
  removed(await sql`delete from org.message where coalesce(sent_at, queued_at) < ${before}`.execute(tx))

export const removeInvitations = async (tx: Tx, before: Date): Promise<number> =>
  removed(await sql`delete from org.invitation where coalesce(used_at, expires_at) < ${before}`.execute(tx))

/** Staff lists past their day. They wait for nobody, whatever is chosen. */
export const removeUploads = async (tx: Tx, now: Date): Promise<number> =>
  removed(await sql`delete from org.roster_upload where expires_at <= ${now}`.execute(tx))

/**
 * Removes entries of people who left before a day. The name of whoever did something that the audit still says is kept
 * for the audit alone; everything else of hers goes with the entry.
 */
export const removePeople = async (
  tx: Tx,
  given: { organisation: OrganisationId; before: Date },
): Promise<number> => {
  const gone = sql`select id from org.member where status = 'left' and left_on < ${given.before}::date`
  await sql`insert into org.name_in_audit (organisation, member, name)
    select m.organisation, m.id, m.name from org.member m
    where m.id in (${gone}) and exists (select from org.audit_entry e where e.actor = m.id)
    on conflict (organisation, member) do update set name = excluded.name`.execute(tx)
  await sql`update org.member set manager = null where manager in (${gone})`.execute(tx)
  await sql`update org.unit set lead = null where lead in (${gone})`.execute(tx)
  return removed(await sql`delete from org.member where id in (${gone})`.execute(tx))
}

/** Forgets the names of those of whom the audit says nothing any more. */
export const removeNames = async (tx: Tx): Promise<void> => {
  await sql`delete from org.name_in_audit n
    where not exists (select from org.audit_entry e where e.actor = n.member)`.execute(tx)
}

/** Names for the record of who did what: of those who are on the list, and of those who are only in the record. */
export const listNamesForAudit = async (tx: Tx, ids: readonly MemberId[]): Promise<Map<MemberId, string>> => {
  const wanted = [...new Set(ids)]
  const { rows } = await sql<{ id: MemberId; name: string }>`
    select member as id, name from org.name_in_audit where member = any(${wanted}::uuid[])
    union all select id, name from org.member where id = any(${wanted}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What nobody needs of the site's own tables: sessions, codes and pointers that ran out, and accounts without a place. */
export const removeOldOfSite = async (tx: SiteTx, given: { now: Date; before: Date }): Promise<void> => {
  const { now, before } = given
  await sql`delete from site.session where "expiresAt" < ${now}`.execute(tx)
  await sql`delete from site.verification where "expiresAt" < ${now}`.execute(tx)
  await sql`delete from site.invitation_organisation where expires_at < ${now}`.execute(tx)
  await sql`delete from site.user u
    where u."updatedAt" < ${before}
      and not exists (select from site.membership m where m.user_id = u.id)
      and not exists (select from site.operator o where o.user_id = u.id)
      and not exists (select from site.session s where s."userId" = u.id)`.execute(tx)
}
