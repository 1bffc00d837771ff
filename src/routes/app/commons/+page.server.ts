import { error, redirect } from '@sveltejs/kit'
import {
  askToJoinCommons,
  enterCommons,
  findOpenCommons,
  joinCommons,
} from '#capabilities/people/index.server.ts'
import { codeLetter } from '../../code-letter.server.ts'
import { copyCookies } from '../../cookies.server.ts'
import { refused, valuesOf } from '../../forms.server.ts'
import { addressOf, siteOf } from '../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = siteOf(event)
  const commons = await findOpenCommons(site)
  if (!commons) error(404)
  return {
    name: commons.name,
    isSignedIn: event.locals.userId !== undefined,
    mailIsConnected: site.mail.isConnected,
  }
}

export const actions: Actions = {
  send: async (event) => {
    const values = await valuesOf(event.request)
    const sent = await askToJoinCommons(siteOf(event), {
      form: values,
      address: addressOf(event),
      letter: codeLetter,
    })
    return sent.ok ? { sentTo: sent.value.email } : refused(sent.refusal, values)
  },
  enter: async (event) => {
    const values = await valuesOf(event.request)
    const joined = await joinCommons(siteOf(event), { form: values, address: addressOf(event) })
    if (!joined.ok) {
      const { email } = values
      return typeof email === 'string'
        ? refused(joined.refusal, values, { sentTo: email })
        : refused(joined.refusal, values)
    }
    copyCookies(event.cookies, joined.value.headers)
    redirect(303, `/app/${joined.value.slug}`)
  },
  join: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, '/app/commons')
    const values = await valuesOf(event.request)
    const joined = await enterCommons(siteOf(event), { userId, form: values })
    if (!joined.ok) return refused(joined.refusal, values)
    redirect(303, `/app/${joined.value.slug}`)
  },
}
