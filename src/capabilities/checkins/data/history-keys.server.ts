import { randomBytes } from 'node:crypto'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** The key of a member, made here where there is none yet; what stands there stays. 32 bytes. */
export const keepHistoryKey = async (
  tx: Tx,
  given: { organisation: OrganisationId; member: MemberId },
): Promise<Buffer> => {
  await of(tx)
    .insertInto('org.history_key')
    .values({ ...given, key: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Read back: of two devices that ask at once, both get the one that was kept.
  const kept = await of(tx)
    .selectFrom('org.history_key')
    .select('key')
    .where('member', '=', given.member)
    .executeTakeFirstOrThrow()
  return kept.key
}

/** Whether the site holds a key for this member. */
export const hasHistoryKey = async (tx: Tx, member: MemberId): Promise<boolean> =>
  (await of(tx)
    .selectFrom('org.history_key')
    .select('member')
    .where('member', '=', member)
    .executeTakeFirst()) !== undefined
