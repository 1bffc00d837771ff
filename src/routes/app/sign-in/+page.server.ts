import { redirect } from '@sveltejs/kit'
import {
  enterWithDigits,
  findOpenCommons,
  findProviderButton,
  sendCode,
} from '#capabilities/people/index.server.ts'
import { sayRefusal } from '#capabilities/people/index.ui.ts'
import { getLocale } from '#messages/runtime.js'
import { copyCookies } from '../../cookies.server.ts'
import { refused, valuesOf } from '../../forms.server.ts'
import { addressOf, siteOf } from '../../here.server.ts'
import { safeNext } from '../../next.ts'
import type { Actions, PageServerLoad } from './$types'

/** How a sign-in at the provider may have ended: said here, where there are other ways in. */
const saidHere = [
  'people/provider-not-set',
  'people/provider-not-working',
  'people/provider-stopped',
  'people/provider-answer-late',
  'people/provider-answer-not-valid',
  'people/provider-email-not-verified',
  'people/provider-other-person',
  'people/provider-nobody',
] as const

export const load: PageServerLoad = async (event) => {
  const next = safeNext(event.url.searchParams.get('next'))
  if (event.locals.userId !== undefined) redirect(303, next)
  const site = siteOf(event)
  const hasCommons = (await findOpenCommons(site)) !== undefined
  const asked = event.url.searchParams.get('refused')
  const refusal = saidHere.find((code) => code === asked)
  return {
    next,
    mailIsConnected: site.mail.isConnected,
    hasCommons,
    providerButton: await findProviderButton(site),
    refused: refusal && sayRefusal({ code: refusal }),
  }
}

export const actions: Actions = {
  send: async (event) => {
    const values = await valuesOf(event.request)
    const sent = await sendCode(siteOf(event), {
      form: values,
      address: addressOf(event),
      language: getLocale(),
    })
    return sent.ok
      ? { sentTo: sent.value.email, isMailAway: sent.value.isMailAway }
      : refused(sent.refusal, values)
  },
  enter: async (event) => {
    const values = await valuesOf(event.request)
    const entered = await enterWithDigits(siteOf(event), { form: values, address: addressOf(event) })
    if (!entered.ok) {
      const { email } = values
      return typeof email === 'string'
        ? refused(entered.refusal, values, { sentTo: email })
        : refused(entered.refusal, values)
    }
    copyCookies(event.cookies, entered.value.headers)
    redirect(303, safeNext(event.url.searchParams.get('next')))
  },
}
