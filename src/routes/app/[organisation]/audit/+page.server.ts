import { error } from '@sveltejs/kit'
import { seeAudit } from '#capabilities/people/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seeAudit(site, { actor: site.actor })
  if (!seen.ok) error(404)
  return {
    brokenAt: seen.value.brokenAt,
    timeZone: site.actor.organisation.timeZone,
    entries: seen.value.entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  }
}
