import { sql } from 'kysely'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
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
    kind: 'manifest' | 'cancellation'
    wave: WaveId
    body: string
    signature: Buffer
    hash: Buffer
  },
): Promise<void> => {
  await of(tx).insertInto('org.chain_entry').values(entry).execute()
}

export const readChain = (tx: Tx) =>
  of(tx)
    .selectFrom('org.chain_entry')
    .select(['number', 'kind', 'wave', 'body', 'signature', 'hash'])
    .orderBy('number')
    .execute()
