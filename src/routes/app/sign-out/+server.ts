import { redirect } from '@sveltejs/kit'
import { signOut } from '#capabilities/people/index.server.ts'
import { copyCookies } from '../../cookies.server.ts'
import { valuesOf } from '../../forms.server.ts'
import { siteOf } from '../../here.server.ts'
import { safeNext } from '../../next.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { userId } = event.locals
  const values = await valuesOf(event.request)
  if (userId !== undefined) {
    const everywhere = values.everywhere === 'yes'
    const { headers } = await signOut(siteOf(event), { headers: event.request.headers, userId, everywhere })
    copyCookies(event.cookies, headers)
  }
  const next = event.url.searchParams.get('next')
  // Says so to the browser, which forgets who was there: the button may have been pressed before the page had its scripts.
  redirect(303, next === null ? '/?signed-out' : safeNext(next))
}
