import { error, redirect } from '@sveltejs/kit'
import {
  bringBack,
  changeRoles,
  deactivateMember,
  inviteAgain,
  seeMember,
  setUnitLead,
} from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seeMember(site, { actor: site.actor, member: event.params.member })
  if (!seen.ok) error(404)
  return {
    ...seen.value,
    isMe: seen.value.member.id === site.actor.member.id,
    done: event.url.searchParams.get('done'),
  }
}

const formOf = async (event: RequestEvent) => ({
  ...(await valuesOf(event.request)),
  member: event.params.member,
})
const back = (event: RequestEvent, done: string) => redirect(303, `${event.url.pathname}?done=${done}`)

export const actions: Actions = {
  roles: async (event) => {
    const site = present(event)
    const done = await changeRoles(site, { actor: site.actor, form: await formOf(event) })
    return done.ok ? back(event, 'saved') : refused(done.refusal)
  },
  lead: async (event) => {
    const site = present(event)
    const done = await setUnitLead(site, { actor: site.actor, form: await formOf(event) })
    return done.ok ? back(event, 'saved') : refused(done.refusal)
  },
  invite: async (event) => {
    const site = present(event)
    const done = await inviteAgain(site, { actor: site.actor, form: await formOf(event) })
    return done.ok ? back(event, done.value.way) : refused(done.refusal)
  },
  back: async (event) => {
    const site = present(event)
    const done = await bringBack(site, { actor: site.actor, form: await formOf(event) })
    return done.ok ? back(event, 'back') : refused(done.refusal)
  },
  leave: async (event) => {
    const site = present(event)
    const done = await deactivateMember(site, { actor: site.actor, form: await formOf(event) })
    return done.ok ? back(event, 'left') : refused(done.refusal)
  },
}
