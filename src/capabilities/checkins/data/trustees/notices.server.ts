import type { OrganisationId, TrusteeId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { CheckinTables } from '../tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

export type NoticeKind = 'waits' | 'still-waits'

type Notice = { organisation: OrganisationId; wave: WaveId; trustee: TrusteeId; kind: NoticeKind }

/** Whether this notice is to be tried now: it was never sent, and its last try lies back far enough. Notes the try. */
export const beginNotice = async (
  tx: Tx,
  notice: Notice & { at: Date; nextTryAt: Date },
): Promise<boolean> => {
  const { at, nextTryAt, ...place } = notice
  const begun = await of(tx)
    .insertInto('org.trustee_notice')
    .values({ ...place, next_try_at: nextTryAt, sent_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation', 'wave', 'trustee', 'kind'])
        .doUpdateSet({ next_try_at: nextTryAt })
        .where('org.trustee_notice.sent_at', 'is', null)
        .where('org.trustee_notice.next_try_at', '<=', at),
    )
    .executeTakeFirst()
  return (begun.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export const markNoticeSent = async (tx: Tx, notice: Notice & { at: Date }): Promise<void> => {
  await of(tx)
    .updateTable('org.trustee_notice')
    .set({ sent_at: notice.at })
    .where('wave', '=', notice.wave)
    .where('trustee', '=', notice.trustee)
    .where('kind', '=', notice.kind)
    .execute()
}
