import { error } from '@sveltejs/kit'
import { siteOf } from '../../here.server.ts'
import type { PageServerLoad } from './$types'

/** One organisation's page, for whoever opens it; no session is read here. */
export const load: PageServerLoad = async (event) => {
  const page = await siteOf(event).support.read(event.params.organisation)
  if (!page) error(404)
  return { page }
}
