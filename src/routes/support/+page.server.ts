import { siteOf } from '../here.server.ts'
import type { PageServerLoad } from './$types'

/**
 * For whoever opens it; no session is read here. Where one organisation alone is listed, its page is this one: a shared
 * computer shows it at once. `?others` shows the list in any case.
 */
export const load: PageServerLoad = async (event) => {
  const { support } = siteOf(event)
  const listed = await support.list()
  const [only, ...more] = listed
  if (!only || more.length > 0 || event.url.searchParams.has('others')) return { page: undefined, listed }
  return { page: await support.read(only.slug), listed: [] }
}
