import { readReleaseHeads, readReplyStandings } from '#capabilities/checkins/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const [heads, standings] = await Promise.all([readReleaseHeads(on), readReplyStandings(on)])
  return {
    releases: heads.map((head) => ({ ...head, standing: standings.get(head.wave) })),
    zone: on.actor.organisation.timeZone,
  }
}
