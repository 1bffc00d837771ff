import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { PoolFailure } from '#platform/pool/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWaveForUpdate } from '../data/waves.server.ts'
import { collectsUntil, type Wave } from '../domain/wave.ts'
import { whyNotReadable } from '../lost-words.server.ts'
import { endUncounted } from './end-uncounted.server.ts'

/** Most of what lies in a pool does not open: what could be read would be no result. */
export class MostUnreadable extends Error {
  override readonly name = 'MostUnreadable'
}

/** So long whoever runs the site can put the right file back, say after a disk that was not mounted. */
const patience = 24 * 3_600_000

/** Whether the answers of a wave are not there or not its own, and no trying again will change it. */
export const isLost = (error: unknown): boolean =>
  error instanceof MostUnreadable || (error instanceof PoolFailure && lost.includes(error.code))

const lost: readonly string[] = ['missing', 'not-a-pool']

/**
 * Ends a wave whose answers cannot be read, in public: never as one that nobody answered, and never by waiting for ever.
 * @returns false while the file of its answers could still be put back.
 */
export const endUnreadable = async (
  checkins: Checkins,
  on: { organisation: OrganisationSummary; wave: Wave; error: unknown },
): Promise<boolean> => {
  const { organisation, wave, error } = on
  const isOver = checkins.steady.now().getTime() >= collectsUntil(wave).getTime() + patience
  if (!isOver && !(error instanceof MostUnreadable)) return false
  checkins.log.error({ err: error, wave: wave.id }, 'a check-in ends uncounted: its answers cannot be read')
  return checkins.database.inOrganisation(organisation.id, async (tx) => {
    const now = await findWaveForUpdate(tx, wave.id)
    if (now?.state !== 'closing') return false
    const why = whyNotReadable(organisation)
    await endUncounted(tx, { checkins, wave: now, by: 'not-readable', why, act: 'check-in-not-readable' })
    return true
  })
}
