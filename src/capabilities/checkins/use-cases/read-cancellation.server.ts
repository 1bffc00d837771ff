import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { findCancellation } from '../data/chain.server.ts'
import { findWave } from '../data/waves.server.ts'

/**
 * Who cancelled a wave and why, for the organisation's own members: the public chain names a role only. Null where
 * nobody did; without a name where she is no longer on the list.
 */
export const readCancellation = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<{
  by: string | null
  isByRestore: boolean
  isNotOpened: boolean
  isNotSigned: boolean
  why: string
} | null> => {
  if (!isId(input.wave)) return null
  const id = input.wave as WaveId
  return on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const wave = await findWave(tx, id)
    if (wave?.state !== 'cancelled') return null
    const names = await listNames(tx, wave.cancelledBy ? [wave.cancelledBy] : [])
    const by = [...names.values()][0] ?? null
    // Nobody in particular cancelled it: the site did, and the chain says why.
    const of = by === null && wave.cancelledBy === null ? (await findCancellation(tx, id))?.by : undefined
    const why = wave.cancelledWhy ?? ''
    return {
      by,
      isByRestore: of === 'restore',
      isNotOpened: of === 'not-released' || of === 'not-readable',
      isNotSigned: of === 'not-signed',
      why,
    }
  })
}
