import { redirect } from '@sveltejs/kit'
import { findOpenCommons, listPlaces } from '#capabilities/people/index.server.ts'
import { siteOf } from '../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { userId, isByProvider } = event.locals
  if (userId === undefined) redirect(303, '/app/sign-in')
  const places = await listPlaces(siteOf(event), { userId, isByProvider })
  const [only, another] = places.organisations
  if (only && !another) redirect(303, `/app/${only.slug}`)
  return { ...places, hasCommons: (await findOpenCommons(siteOf(event))) !== undefined }
}
