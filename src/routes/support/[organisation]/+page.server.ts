import { error } from '@sveltejs/kit'
import { readSupport } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../here.server.ts'
import type { PageServerLoad } from './$types'

/** One organisation's page, for whoever opens it; no session is read here. */
export const load: PageServerLoad = async (event) => {
  const page = await readSupport(siteOf(event), { slug: event.params.organisation })
  if (!page) error(404)
  return { page }
}
