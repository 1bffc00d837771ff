import { error, redirect } from '@sveltejs/kit'
import { acceptInvitation, readInvitation } from '#capabilities/people/index.server.ts'
import { statusOf } from '#capabilities/people/index.ts'
import { sayRefusal } from '#capabilities/people/index.ui.ts'
import { copyCookies } from '../../../cookies.server.ts'
import { refused } from '../../../forms.server.ts'
import { addressOf, siteOf } from '../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const asked = (event: Pick<RequestEvent, 'params' | 'request' | 'locals'>) => ({
  held: event.params.secret,
  address: addressOf(event),
  userId: event.locals.userId,
  isByProvider: event.locals.isByProvider,
})

export const load: PageServerLoad = async (event) => {
  const seen = await readInvitation(siteOf(event), asked(event))
  if (!seen.ok) error(statusOf[seen.refusal.code], sayRefusal(seen.refusal))
  return { invitation: seen.value, secret: event.params.secret }
}

export const actions: Actions = {
  default: async (event) => {
    const joined = await acceptInvitation(siteOf(event), asked(event))
    if (!joined.ok) return refused(joined.refusal)
    copyCookies(event.cookies, joined.value.headers)
    redirect(303, `/app/${joined.value.slug}/account?welcome=${joined.value.isReturning ? 'back' : 'new'}`)
  },
}
