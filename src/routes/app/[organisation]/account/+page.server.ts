import { redirect } from '@sveltejs/kit'
import {
  askForPush,
  removeOwnPasskey,
  renameOwnPasskey,
  seeAccount,
  stopPush,
} from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { member, organisation } = site.actor
  const account = await seeAccount(site, { actor: site.actor })
  const asked = event.url.searchParams.get('welcome')
  const welcome = (['new', 'back', 'first'] as const).find((kind) => kind === asked)
  return {
    name: member.name,
    unitName: member.unitName,
    organisationName: organisation.name,
    timeZone: organisation.timeZone,
    welcome,
    pushKey: site.push.publicKey,
    isByProvider: site.actor.isByProvider === true,
    email: account.email,
    mailIsConnected: account.mailIsConnected,
    passkeys: account.passkeys.map(({ id, name, madeAt }) => ({ id, name, madeAt: madeAt?.toISOString() })),
    ways: account.ways.map(({ kind, madeAt, usedAt }) => ({
      kind,
      madeAt: madeAt.toISOString(),
      usedAt: usedAt?.toISOString(),
    })),
  }
}

export const actions: Actions = {
  rename: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await renameOwnPasskey(site, { userId: site.actor.userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, event.url.pathname)
  },
  pushOn: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const { headers } = event.request
    const done = await askForPush(site, { actor: site.actor, headers, form: values })
    if (!done.ok) return refused(done.refusal)
    redirect(303, event.url.pathname)
  },
  pushOff: async (event) => {
    const site = present(event)
    const { endpoint } = await valuesOf(event.request)
    await stopPush(site, { actor: site.actor, endpoint: String(endpoint ?? '') })
    redirect(303, event.url.pathname)
  },
  remove: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await removeOwnPasskey(site, { userId: site.actor.userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, event.url.pathname)
  },
}
