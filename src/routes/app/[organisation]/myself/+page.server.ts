import { readPrivateChoice } from '#capabilities/checkins/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { checkins, actor, demo } = present(event)
  return {
    slug: actor.organisation.slug,
    choice: await readPrivateChoice({ checkins, actor }),
    isDemo: demo !== undefined,
  }
}
