import { error, redirect } from '@sveltejs/kit'
import { inviteMembers, seeInvitations } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const counts = await seeInvitations(site, { actor: site.actor })
  if (!counts.ok) error(404)
  const invited = event.url.searchParams.get('invited')
  return {
    counts: counts.value,
    mailIsConnected: site.mail.isConnected,
    isOperator: site.actor.isOperator,
    invited: invited !== null && /^\d{1,6}$/.test(invited) ? Number(invited) : undefined,
  }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const done = await inviteMembers(site, { actor: site.actor, form: await valuesOf(event.request) })
    if (!done.ok) return refused(done.refusal)
    const { way, invited } = done.value
    redirect(
      303,
      way === 'printed' ? `${event.url.pathname}/print` : `${event.url.pathname}?invited=${invited}`,
    )
  },
}
