import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PushAddress } from '#platform/push/push.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** Keeps where a member wants to be told; a browser that somebody else used before is hers now. */
export const savePushSubscription = async (
  tx: Tx,
  given: PushAddress & { organisation: OrganisationId; member: MemberId; sessionHash: Buffer },
): Promise<void> => {
  const { organisation, member, endpoint, p256dh, auth, sessionHash } = given
  const kept = { member, p256dh, auth, session_hash: sessionHash }
  await of(tx)
    .insertInto('org.push_subscription')
    .values({ organisation, id: crypto.randomUUID(), endpoint, ...kept })
    .onConflict((conflict) => conflict.columns(['organisation', 'endpoint']).doUpdateSet(kept))
    .execute()
}

export const listPushSubscriptions = (tx: Tx, member: MemberId): Promise<PushAddress[]> =>
  of(tx)
    .selectFrom('org.push_subscription')
    .select(['endpoint', 'p256dh', 'auth'])
    .where('member', '=', member)
    .orderBy('id')
    .execute()

export const deletePushSubscription = async (
  tx: Tx,
  given: { member: MemberId; endpoint: string },
): Promise<void> => {
  await of(tx)
    .deleteFrom('org.push_subscription')
    .where('member', '=', given.member)
    .where('endpoint', '=', given.endpoint)
    .execute()
}

/** What one session asked for, or all that a member did. */
export const endPush = async (tx: Tx, of_: { sessionHash: Buffer } | { member: MemberId }): Promise<void> => {
  const rows = of(tx).deleteFrom('org.push_subscription')
  await ('member' in of_
    ? rows.where('member', '=', of_.member)
    : rows.where('session_hash', '=', of_.sessionHash)
  ).execute()
}

/** Whether anything waits to be pushed: held for somebody’s own quiet hours, or not tried yet. */
export const pushWaits = async (tx: Tx): Promise<boolean> => {
  const { rows } = await sql`select 1 from org.message
    where sent_at is null and failed_attempts = 0 and kind like 'push:%' limit 1`.execute(tx)
  return rows.length > 0
}
