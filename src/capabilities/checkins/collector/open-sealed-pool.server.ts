import { openPool, type Pool, PoolFailure } from '#platform/pool/index.server.ts'
import { BALLOT_SIZE } from '../domain/ballot.ts'

/**
 * Opens the pool of a wave, if it is one that keeps ballots in envelopes for the key that was announced. Every process that
 * opens one comes this way: into another pool no answer goes, and none is counted out of it.
 * @throws PoolFailure as opening does; `not-a-pool` for one of another key or kind.
 */
export const openSealedPool = async (given: { file: string; sealedTo: Uint8Array }): Promise<Pool> => {
  const pool = await openPool({ file: given.file })
  const isSealed = pool.sealedTo !== undefined && Buffer.from(pool.sealedTo).equals(given.sealedTo)
  if (isSealed && pool.payloadSize === BALLOT_SIZE) return pool
  await pool.close()
  throw new PoolFailure('not-a-pool', { detail: 'It does not seal ballots to the key that was announced.' })
}
