import { readReleaseHeads, readWaves } from '#capabilities/checkins/index.server.ts'
import { showWave } from '#capabilities/checkins/index.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const { waves, may } = await readWaves(on)
  const releases = await readReleaseHeads(on)
  return {
    waves: waves.map(showWave),
    may,
    hasReleases: releases.length > 0,
    now: on.clock.now(),
    zone: on.actor.organisation.timeZone,
  }
}
