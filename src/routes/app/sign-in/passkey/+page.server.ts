import { redirect } from '@sveltejs/kit'
import { hasOwnPasskey } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../../here.server.ts'
import { safeNext } from '../../../next.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { userId, isByProvider } = event.locals
  const next = safeNext(event.url.searchParams.get('next'))
  if (userId === undefined || !isByProvider) redirect(303, next)
  return { next, hasPasskey: await hasOwnPasskey(siteOf(event), { userId }) }
}
