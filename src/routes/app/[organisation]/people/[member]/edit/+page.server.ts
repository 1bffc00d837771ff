import { error, redirect } from '@sveltejs/kit'
import { correctPerson, seePersonForm } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seePersonForm(site, { actor: site.actor, about: { member: event.params.member } })
  if (!seen.ok) error(404)
  return { ...seen.value, member: event.params.member }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const { member } = event.params
    const done = await correctPerson(site, { actor: site.actor, form: { ...values, member } })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, `/app/${site.actor.organisation.slug}/people/${member}?done=saved`)
  },
}
