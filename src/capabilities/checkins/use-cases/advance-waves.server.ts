import { listOrganisations, type OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWave, listWaves, setState } from '../data/waves.server.ts'
import { collectsUntil, type Wave } from '../domain/wave.ts'
import { closeWave } from './close-wave.server.ts'
import { isLost } from './end-unreadable.server.ts'
import { forgetLeftovers } from './forget-leftovers.server.ts'
import { openWaveForBallots } from './open-wave-for-ballots.server.ts'
import { advanceSeries } from './series/advance-series.server.ts'
import { tellEveryone } from './tell-everyone.server.ts'
import { wakeHeldMessages } from './wake-held-messages.server.ts'
import { waitForWitnesses } from './witnesses/wait-for-witnesses.server.ts'
import { writeHead } from './witnesses/write-head.server.ts'

/**
 * Moves every wave on to where its times say it should be. Runs every few seconds and after each start; what it finds
 * done it leaves, so it may be killed and repeated at will.
 */
export const advanceWaves = async (checkins: Checkins): Promise<void> => {
  let failed = 0
  checkins.steady.look()
  for (const organisation of await listOrganisations(checkins.database)) {
    await wakeHeldMessages(checkins, organisation)
    await advanceSeries({ checkins, organisation }).catch((err: unknown) => {
      failed++
      checkins.log.error({ err }, 'a series of check-ins could not be moved on')
    })
    const waves = await checkins.database.inOrganisation(organisation.id, (tx) =>
      listWaves(tx, ['announced', 'open', 'closing']),
    )
    await writeHead(checkins, { organisation, waves }).catch((err: unknown) => {
      failed++
      checkins.log.error({ err }, 'the daily head could not be put on the chain')
    })
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
  const isDue = wave.state === 'announced' && now >= wave.opensAt
  const isOver = checkins.steady.now() >= collectsUntil(wave)
  await openWaveForBallots(checkins, wave).catch((error: unknown) => {
    // Its closing says what becomes of it.
    if (!isOver || !isLost(error)) throw error
  })
  // Nobody's browser could ask for a ticket: it opens later, or never.
  if (isDue && (await waitForWitnesses(checkins, on)) !== 'signed') return
  if (isDue) await open(checkins, wave)
  const current = await checkins.database.inOrganisation(wave.organisation, (tx) => findWave(tx, wave.id))
  if (current) await tellEveryone(checkins, { organisation, wave: current })
  // A wave whose whole time passed while the machine was off is opened and closed in one go.
  if (isOver) await closeWave(checkins, { organisation, wave: wave.id })
}

const open = (checkins: Checkins, wave: Wave): Promise<boolean> =>
  checkins.database.inOrganisation(wave.organisation, (tx) =>
    setState(tx, { wave: wave.id, from: ['announced'], to: 'open' }),
  )
