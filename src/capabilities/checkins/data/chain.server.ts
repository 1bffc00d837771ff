import { sql } from 'kysely'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Cancellation } from '../domain/manifest/manifest.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** The end of the organisation's public chain. Holds the chain until the transaction ends, so that it cannot fork. */
export const takeChainEnd = async (
  tx: Tx,
  organisation: OrganisationId,
): Promise<{ number: number; hash: Buffer } | undefined> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`chain ${organisation}`}, 0))`.execute(tx)
  return of(tx)
    .selectFrom('org.chain_entry')
    .select(['number', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export const appendToChain = async (
  tx: Tx,
  entry: {
    organisation: OrganisationId
    number: number
    kind: 'manifest' | 'cancellation' | 'witnesses' | 'head'
    wave: WaveId | null
    body: string
    signature: Buffer
    hash: Buffer
  },
): Promise<void> => {
  await of(tx).insertInto('org.chain_entry').values(entry).execute()
}

const parts = ['number', 'kind', 'wave', 'body', 'signature', 'hash'] as const
/** How a check-in was cancelled, as the chain has it; undefined for one that was not. */
export const findCancellation = async (tx: Tx, wave: WaveId): Promise<Cancellation | undefined> => {
  const row = await of(tx)
    .selectFrom('org.chain_entry')
    .select('body')
    .where('kind', '=', 'cancellation')
    .where('wave', '=', wave)
    .executeTakeFirst()
  return row && (JSON.parse(row.body) as Cancellation)
}

export const readChain = (tx: Tx) =>
  of(tx).selectFrom('org.chain_entry').select(parts).orderBy('number').execute()

/** Some entries, from one number on, and whether more follow. */
export const readChainPage = async (tx: Tx, wish: { from: number; size: number }) => {
  const found = await of(tx)
    .selectFrom('org.chain_entry')
    .select(parts)
    .where('number', '>=', wish.from)
    .orderBy('number')
    .limit(wish.size + 1)
    .execute()
  return { entries: found.slice(0, wish.size), isMore: found.length > wish.size }
}

/** Who co-signs now: the newest entry that says so; undefined where none ever did. */
export const findWitnessList = async (tx: Tx): Promise<string | undefined> =>
  (
    await of(tx)
      .selectFrom('org.chain_entry')
      .select('body')
      .where('kind', '=', 'witnesses')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.body

export const findManifestEntry = (tx: Tx, hash: Buffer) =>
  of(tx)
    .selectFrom('org.chain_entry')
    .select(['number', 'body', 'wave'])
    .where('hash', '=', hash)
    .where('kind', '=', 'manifest')
    .executeTakeFirst()

export const findManifestNumbered = async (
  tx: Tx,
  number: number,
): Promise<{ body: string; wave: WaveId | null } | undefined> => {
  const row = await of(tx)
    .selectFrom('org.chain_entry')
    .select(['body', 'wave'])
    .where('number', '=', number)
    .where('kind', '=', 'manifest')
    .executeTakeFirst()
  return row && { body: row.body, wave: row.wave as WaveId | null }
}

/** The same signature again changes nothing. */
export const insertCosignature = async (
  tx: Tx,
  given: { organisation: OrganisationId; number: number; witness: string; signature: Buffer },
): Promise<void> => {
  await of(tx)
    .insertInto('org.cosignature')
    .values(given)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const listCosignatures = (tx: Tx, among: { from: number; to: number }) =>
  of(tx)
    .selectFrom('org.cosignature')
    .select(['number', 'witness', 'signature'])
    .where('number', '>=', among.from)
    .where('number', '<=', among.to)
    .orderBy('number')
    .orderBy('witness')
    .execute()
