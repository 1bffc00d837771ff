import type { Tx } from '#platform/database/database.server.ts'
import { findWitnessList } from '../../data/chain.server.ts'
import type { WitnessList } from '../../domain/chain/entry.ts'
import type { Witness } from '../../domain/manifest/manifest.ts'

/** Who co-signs what is announced from now on. The chain itself is where that stands. */
export const witnessesInForce = async (tx: Tx): Promise<readonly Witness[]> => {
  const body = await findWitnessList(tx)
  return body ? (JSON.parse(body) as WitnessList).witnesses : []
}
