import { error, redirect } from '@sveltejs/kit'
import { seeSite } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Foperator')
  const seen = await seeSite(siteOf(event), { userId })
  if (!seen.ok) error(404)
  return { ...seen.value, added: event.url.searchParams.get('added') }
}
