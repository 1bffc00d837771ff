import { listPlaces, seeOwnData } from '#capabilities/people/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { organisation, userId } = site.actor
  const { organisations } = await listPlaces(site, { userId })
  return {
    held: await seeOwnData(site, { actor: site.actor }),
    organisationName: organisation.name,
    isCommons: organisation.isCommons,
    timeZone: organisation.timeZone,
    hasMore: organisations.length > 1,
  }
}
