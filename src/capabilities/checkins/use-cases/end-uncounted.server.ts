import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { deleteIssued } from '../data/issuance.server.ts'
import type { Cancellation } from '../domain/manifest/manifest.ts'
import type { Wave } from '../domain/wave.ts'
import { appendCancellation } from './append-cancellation.server.ts'
import { queueForEveryone } from './tell-everyone.server.ts'

/**
 * Ends a wave that nobody cancelled and that cannot be counted: why stands in the public chain, everybody who was told
 * that it is open is told this, and it is noted. In the caller's transaction, which holds the wave.
 */
export const endUncounted = async (
  tx: Tx,
  given: {
    checkins: Checkins
    wave: Wave
    by: Cancellation['by']
    why: string
    act: 'check-in-not-released' | 'check-in-not-signed' | 'check-in-not-readable'
  },
): Promise<void> => {
  const { checkins, wave, by, why, act } = given
  const { clock, dataDir } = checkins
  await appendCancellation(tx, { wave, dataDir, by, member: null, why })
  if (wave.openingToldAt) await queueForEveryone(tx, { wave, kind: 'check-in-cancelled', at: clock.now() })
  await deleteIssued(tx, wave.id)
  const { organisation } = wave
  await note({ tx, clock, organisation, actor: null, act, facts: { wave: wave.id } })
}
