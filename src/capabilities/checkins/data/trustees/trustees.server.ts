import type { Selectable } from 'kysely'
import type { OrganisationId, TrusteeId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { NamedTrustee, Office } from '../../domain/trustees/trustee.ts'
import type { CheckinTables } from '../tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

const trusteeOf = (row: Selectable<CheckinTables['org.trustee']>): NamedTrustee => ({
  id: row.id as TrusteeId,
  office: row.office as Office,
  name: row.name,
  email: row.email,
  namedAt: row.named_at,
  identity: row.identity,
  codeMadeAt: row.code_made_at,
  linkUntil: row.link_until,
  endedAt: row.ended_at,
})

/** Everybody who was ever named, by office and then in the order of their naming. */
export const listTrustees = async (tx: Tx): Promise<NamedTrustee[]> =>
  (await of(tx).selectFrom('org.trustee').selectAll().orderBy('office').orderBy('named_at').execute()).map(
    trusteeOf,
  )

/** Nobody else changes her until this transaction ends. */
export const findTrusteeForUpdate = async (tx: Tx, id: TrusteeId): Promise<NamedTrustee | undefined> => {
  const row = await of(tx)
    .selectFrom('org.trustee')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && trusteeOf(row)
}

/** Whoever was given the link with this hash; undefined once it was used, or is too old. */
export const findByLink = async (
  tx: Tx,
  given: { hash: Buffer; at: Date },
): Promise<NamedTrustee | undefined> => {
  const row = await of(tx)
    .selectFrom('org.trustee')
    .selectAll()
    .where('link_hash', '=', given.hash)
    .where('link_until', '>', given.at)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && trusteeOf(row)
}

type Link = { hash: Buffer; until: Date }

export const insertTrustee = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    trustee: Pick<NamedTrustee, 'id' | 'office' | 'name' | 'email' | 'namedAt'>
    link: Link
  },
): Promise<void> => {
  const { namedAt, ...named } = given.trustee
  await of(tx)
    .insertInto('org.trustee')
    .values({
      organisation: given.organisation,
      ...named,
      named_at: namedAt,
      link_hash: given.link.hash,
      link_until: given.link.until,
      identity: null,
      code_made_at: null,
      ended_at: null,
    })
    .execute()
}

export const setLink = async (tx: Tx, change: { id: TrusteeId; link: Link }): Promise<void> => {
  await of(tx)
    .updateTable('org.trustee')
    .set({ link_hash: change.link.hash, link_until: change.link.until })
    .where('id', '=', change.id)
    .execute()
}

/** She has made her code: the link works no more. */
export const setIdentity = async (
  tx: Tx,
  change: { id: TrusteeId; identity: string; at: Date },
): Promise<void> => {
  await of(tx)
    .updateTable('org.trustee')
    .set({ identity: change.identity, code_made_at: change.at, link_hash: null, link_until: null })
    .where('id', '=', change.id)
    .execute()
}

/** Her address goes with her office. */
export const endTrustee = async (tx: Tx, change: { id: TrusteeId; at: Date }): Promise<void> => {
  await of(tx)
    .updateTable('org.trustee')
    .set({ ended_at: change.at, email: null, link_hash: null, link_until: null })
    .where('id', '=', change.id)
    .execute()
}
