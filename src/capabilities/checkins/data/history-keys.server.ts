import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** Puts a key where there is none yet; what stands there stays. */
export const insertHistoryKey = async (
  tx: Tx,
  given: { organisation: OrganisationId; member: MemberId; key: Buffer },
): Promise<void> => {
  await of(tx)
    .insertInto('org.history_key')
    .values(given)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const findHistoryKey = (tx: Tx, member: MemberId) =>
  of(tx).selectFrom('org.history_key').select('key').where('member', '=', member).executeTakeFirst()
