import { sql } from 'kysely'
import type { SiteTx } from '#platform/database/database.server.ts'
import type { SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

/** One link at a time: a new one takes the place of all earlier ones. */
export const replaceSetUpLink = async (
  tx: SiteTx,
  given: { hash: Buffer; expiresAt: Date },
): Promise<void> => {
  await of(tx).deleteFrom('site.set_up_link').execute()
  await of(tx)
    .insertInto('site.set_up_link')
    .values({ secret_hash: given.hash, expires_at: given.expiresAt, used_at: null })
    .execute()
}

export const findSetUpLink = (tx: SiteTx, given: { hash: Buffer; now: Date }) =>
  of(tx)
    .selectFrom('site.set_up_link')
    .select('expires_at')
    .where('secret_hash', '=', given.hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now)
    .executeTakeFirst()

/** Uses the link up; false when it was used, replaced or ran out meanwhile. */
export const useSetUpLink = async (tx: SiteTx, given: { hash: Buffer; now: Date }): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('site.set_up_link')
    .set({ used_at: given.now })
    .where('secret_hash', '=', given.hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** One setting up at a time: the second sees what the first did. */
export const lockSetUp = async (tx: SiteTx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('set-up', 0))`.execute(tx)
}
