import { error } from '@sveltejs/kit'
import { seeAudit } from '#capabilities/people/index.server.ts'
import { present } from '../../../here.server.ts'
import { numberIn } from '../../../number-in.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const before = numberIn(event.url.searchParams.get('before'))
  const seen = await seeAudit(site, { actor: site.actor, ...(before === undefined ? {} : { before }) })
  if (!seen.ok) error(404)
  return {
    oldest: seen.value.entries.at(-1)?.number ?? 1,
    isNewest: before === undefined,
    brokenAt: seen.value.brokenAt,
    head: seen.value.head,
    timeZone: site.actor.organisation.timeZone,
    entries: seen.value.entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  }
}
