import type { SiteTx } from '#platform/database/database.server.ts'
import type { SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

export const listPasskeys = async (tx: SiteTx, userId: string) =>
  (
    await of(tx)
      .selectFrom('site.passkey')
      .select(['id', 'name', 'createdAt'])
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute()
  ).map(({ id, name, createdAt }) => ({ id, name, madeAt: createdAt }))

/** Renames or removes a passkey of this account; false when she has none of this id. */
export const renamePasskey = async (
  tx: SiteTx,
  given: { userId: string; id: string; name: string },
): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('site.passkey')
    .set({ name: given.name })
    .where('id', '=', given.id)
    .where('userId', '=', given.userId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export const removePasskey = async (tx: SiteTx, given: { userId: string; id: string }): Promise<boolean> => {
  const { numDeletedRows } = await of(tx)
    .deleteFrom('site.passkey')
    .where('id', '=', given.id)
    .where('userId', '=', given.userId)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Ends every session of the account, on all devices. */
export const endSessions = async (tx: SiteTx, userId: string): Promise<void> => {
  await of(tx).deleteFrom('site.session').where('userId', '=', userId).execute()
}
