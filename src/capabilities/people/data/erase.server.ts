import { sql } from 'kysely'
import type { MemberId } from '#kernel/ids.ts'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'

/**
 * Removes a member: her row, and with it profile, roles, invitations, letters and the record of who looked. Others keep
 * what they have, without her in it. Answers by which hashes her invitations could still be found.
 */
export const removeMember = async (tx: Tx, member: MemberId): Promise<Buffer[]> => {
  await sql`update org.unit set lead = null where lead = ${member}::uuid`.execute(tx)
  await sql`update org.member set manager = null where manager = ${member}::uuid`.execute(tx)
  await sql`delete from org.roster_upload where uploaded_by = ${member}::uuid`.execute(tx)
  const { rows } = await sql<{ secret_hash: Buffer }>`
    delete from org.invitation where member = ${member}::uuid returning secret_hash`.execute(tx)
  await sql`delete from org.member where id = ${member}::uuid`.execute(tx)
  return rows.map(({ secret_hash }) => secret_hash)
}

export const removePointers = async (tx: SiteTx, hashes: readonly Buffer[]): Promise<void> => {
  await sql`delete from site.invitation_organisation where secret_hash = any(${[...hashes]}::bytea[])`.execute(
    tx,
  )
}

/** Removes an account with its passkeys, sessions, memberships and waiting digits. */
export const removeAccount = async (tx: SiteTx, userId: string): Promise<void> => {
  await sql`delete from site.verification v using site."user" u
    where u.id = ${userId}::uuid and right(v.identifier, length(u.email) + 1) = '-' || u.email`.execute(tx)
  await sql`delete from site."user" where id = ${userId}::uuid`.execute(tx)
}

/**
 * Ends somebody’s running of the site, unless nobody else does. The rows are locked in one order, so that two
 * operators cannot go at the same moment. Answers whether somebody is left to run it.
 */
export const stepDownAsOperator = async (tx: SiteTx, userId: string): Promise<boolean> => {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from site.operator order by user_id for update`.execute(tx)
  if (!rows.some((row) => row.user_id === userId)) return true
  if (rows.length === 1) return false
  await sql`delete from site.operator where user_id = ${userId}::uuid`.execute(tx)
  return true
}
