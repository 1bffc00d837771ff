import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/ids.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import { findOrganisation, type Organisation } from './organisations.server.ts'
import type { SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

export type Commons = Organisation & { isOpen: boolean }

/** The commons, if this site has one. */
export const findCommons = async (tx: SiteTx): Promise<Commons | undefined> => {
  const row = await of(tx).selectFrom('site.commons').select(['organisation', 'is_open']).executeTakeFirst()
  const organisation = row && (await findOrganisation(tx, { id: row.organisation as OrganisationId }))
  return organisation && { ...organisation, isOpen: row.is_open }
}

/** Says which organisation the commons is, once; said again it changes nothing. */
export const declareCommons = async (tx: SiteTx, organisation: OrganisationId): Promise<void> => {
  await of(tx)
    .insertInto('site.commons')
    .values({ is_the_one: true, organisation, is_open: false })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const setCommonsDoor = async (tx: SiteTx, isOpen: boolean): Promise<void> => {
  await of(tx).updateTable('site.commons').set({ is_open: isOpen }).execute()
}

/** Keeps one code for an address; an earlier one ends. Codes that ran out are forgotten. */
export const keepJoiningCode = async (
  tx: SiteTx,
  given: { address: Buffer; digits: Buffer; now: Date; expiresAt: Date; tries: number },
): Promise<void> => {
  await of(tx).deleteFrom('site.joining_code').where('expires_at', '<=', given.now).execute()
  const row = { digits_hash: given.digits, expires_at: given.expiresAt, tries_left: given.tries }
  await of(tx)
    .insertInto('site.joining_code')
    .values({ address_hash: given.address, ...row })
    .onConflict((conflict) => conflict.column('address_hash').doUpdateSet(row))
    .execute()
}

/** Spends one try; the right digits use the code up, for one of several who come at once. */
export const useJoiningCode = async (
  tx: SiteTx,
  given: { address: Buffer; digits: Buffer; now: Date },
): Promise<boolean> => {
  const tried = await of(tx)
    .updateTable('site.joining_code')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('address_hash', '=', given.address)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', given.now)
    .executeTakeFirst()
  if (tried.numUpdatedRows === 0n) return false
  const { rows } = await sql`delete from site.joining_code
    where address_hash = ${given.address} and digits_hash = ${given.digits} returning 1`.execute(tx)
  return rows.length === 1
}
