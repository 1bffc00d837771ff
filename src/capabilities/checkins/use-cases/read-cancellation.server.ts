import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { readChain } from '../data/chain.server.ts'
import { findWave } from '../data/waves.server.ts'
import type { Cancellation } from '../domain/manifest/manifest.ts'
import type { Wave } from '../domain/wave.ts'

/**
 * Who cancelled a wave and why, for the organisation's own members: the public chain names a role only. Null where
 * nobody did; without a name where she is no longer on the list.
 */
export const readCancellation = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<{ by: string | null; isByRestore: boolean; why: string } | null> => {
  if (!isId(input.wave)) return null
  const id = input.wave as WaveId
  return on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const wave = await findWave(tx, id)
    if (wave?.state !== 'cancelled') return null
    const names = await listNames(tx, wave.cancelledBy ? [wave.cancelledBy] : [])
    const by = [...names.values()][0] ?? null
    return { by, isByRestore: await isByRestore(tx, wave), why: wave.cancelledWhy ?? '' }
  })
}

/** Nobody in particular cancelled it: the site did, when it came out of a backup, and the chain says so. */
const isByRestore = async (tx: Tx, wave: Wave): Promise<boolean> => {
  if (wave.cancelledBy !== null) return false
  const entry = (await readChain(tx)).find((one) => one.kind === 'cancellation' && one.wave === wave.id)
  return entry !== undefined && (JSON.parse(entry.body) as Cancellation).by === 'restore'
}
