import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { findWaveForUpdate } from '../../data/waves.server.ts'
import type { Wave } from '../../domain/wave.ts'
import { whyNotSigned } from '../../witness-words.server.ts'
import { endUncounted } from '../end-uncounted.server.ts'
import { forgetWave } from '../forget-wave.server.ts'
import { awaitedWitnesses } from './awaited-witnesses.server.ts'

/**
 * What becomes of a check-in that should open: it does once every witness for whose signature browsers wait has signed.
 * One that was not signed by its end never opens: it is cancelled on the public chain, and nobody was asked anything.
 */
export const waitForWitnesses = async (
  checkins: Checkins,
  on: { organisation: OrganisationSummary; wave: Wave },
): Promise<'signed' | 'waits' | 'given-up'> => {
  const { organisation, wave } = on
  const awaited = await checkins.database.inOrganisation(organisation.id, (tx) =>
    awaitedWitnesses(tx, wave.id),
  )
  if (awaited.length === 0) return 'signed'
  if (checkins.steady.now() < wave.closesAt) return 'waits'
  if (!(await giveUp(checkins, on))) return 'waits'
  await forgetWave(checkins, { wave: wave.id, answer: 'ballot/wave-cancelled' })
  return 'given-up'
}

const giveUp = (
  checkins: Checkins,
  { organisation, wave: { id } }: { organisation: OrganisationSummary; wave: Wave },
): Promise<boolean> =>
  checkins.database.inOrganisation(organisation.id, async (tx) => {
    const wave = await findWaveForUpdate(tx, id)
    const names = await awaitedWitnesses(tx, id)
    if (wave?.state !== 'announced' || names.length === 0) return false
    const why = whyNotSigned(organisation, { names })
    await endUncounted(tx, { checkins, wave, by: 'not-signed', why, act: 'check-in-not-signed' })
    return true
  })
