import { redirect } from '@sveltejs/kit'
import { beginByProvider } from '#capabilities/people/index.server.ts'
import { addressOf, siteOf } from '../../../here.server.ts'
import { safeNext } from '../../../next.ts'
import type { RequestHandler } from './$types'
import { keepAttempt } from './attempt-cookie.server.ts'

// A link and not a form: browsers hold redirects that follow a form to `form-action`, and a provider may pass people
// on to addresses that nobody here knows.
export const GET: RequestHandler = async (event) => {
  const next = safeNext(event.url.searchParams.get('next'))
  // Nobody's own session is exchanged for one that may do less.
  if (event.locals.userId !== undefined) redirect(303, next)
  const begun = await beginByProvider(siteOf(event), { address: addressOf(event), next })
  if (!begun.ok) redirect(303, `/app/sign-in?refused=${encodeURIComponent(begun.refusal.code)}`)
  keepAttempt(event, begun.value.kept)
  redirect(303, begun.value.url, { external: true })
}
