import { readReleaseHeads } from '#capabilities/checkins/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  return { releases: await readReleaseHeads(on), zone: on.actor.organisation.timeZone }
}
