import {
  listOrganisations,
  type OrganisationSummary,
  queueMessages,
} from '#capabilities/people/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { listEligible } from '../data/eligible.server.ts'
import { listWaves, setState } from '../data/waves.server.ts'
import { collectsUntil, type Wave } from '../domain/wave.ts'
import { closeWave } from './close-wave.server.ts'
import { forgetLeftovers } from './forget-leftovers.server.ts'
import { openWaveForBallots } from './open-wave-for-ballots.server.ts'

/**
 * Moves every wave on to where its times say it should be. Runs every few seconds and after each start; what it finds
 * done it leaves, so it may be killed and repeated at will.
 */
export const advanceWaves = async (checkins: Checkins): Promise<void> => {
  let failed = 0
  for (const organisation of await listOrganisations(checkins.database)) {
    const waves = await checkins.database.inOrganisation(organisation.id, (tx) =>
      listWaves(tx, ['announced', 'open', 'closing']),
    )
    for (const wave of waves) {
      // One wave in trouble must not hold up the others, or other organisations.
      await advance(checkins, { organisation, wave }).catch((err: unknown) => {
        failed++
        checkins.log.error({ err, wave: wave.id }, 'a check-in could not be moved on')
      })
    }
  }
  await forgetLeftovers(checkins)
  if (failed > 0) throw new Error(`${failed} check-ins could not be moved on.`)
}

const advance = async (checkins: Checkins, on: { organisation: OrganisationSummary; wave: Wave }) => {
  const { organisation, wave } = on
  const now = checkins.clock.now()
  await openWaveForBallots(checkins, wave)
  if (wave.state === 'announced' && now >= wave.opensAt) await open(checkins, wave)
  // A wave whose whole time passed while the machine was off is opened and closed in one go.
  if (now >= collectsUntil(wave)) await closeWave(checkins, { organisation, wave: wave.id })
}

/** Everyone eligible gets the same message at the opening, whoever she is and whatever she does. */
const open = async (checkins: Checkins, wave: Wave) => {
  const isOpen = await checkins.database.inOrganisation(wave.organisation, async (tx) => {
    if (!(await setState(tx, { wave: wave.id, from: ['announced'], to: 'open' }))) return false
    const people = await listEligible(tx, wave.id)
    await queueMessages(tx, {
      organisation: wave.organisation,
      kind: 'check-in-open',
      to: people.map(({ member }) => ({ member, about: wave.id })),
      at: checkins.clock.now(),
    })
    return true
  })
  if (isOpen) await checkins.jobs.send('send-messages', {})
}
