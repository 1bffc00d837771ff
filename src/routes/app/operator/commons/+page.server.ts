import { error, redirect } from '@sveltejs/kit'
import { makeCommons, moveCommonsDoor, seeCommons } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { siteOf } from '../../../here.server.ts'
import { organisationChoices } from '../../organisation-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

const signIn = '/app/sign-in?next=%2Fapp%2Foperator%2Fcommons'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, signIn)
  const site = siteOf(event)
  const seen = await seeCommons(site, { userId })
  if (!seen.ok) error(404)
  return {
    ...organisationChoices(),
    commons: seen.value,
    mailIsConnected: site.mail.isConnected,
    address: `${site.settings.publicUrl}/app/commons`,
  }
}

export const actions: Actions = {
  make: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const values = await valuesOf(event.request)
    const done = await makeCommons(siteOf(event), { userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, event.url.pathname)
  },
  door: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const values = await valuesOf(event.request)
    const done = await moveCommonsDoor(siteOf(event), { userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, event.url.pathname)
  },
}
