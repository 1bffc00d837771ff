import { error, redirect } from '@sveltejs/kit'
import { addPerson, seePersonForm } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const unit = event.url.searchParams.get('unit')
  const seen = await seePersonForm(site, { actor: site.actor, about: { unit } })
  if (!seen.ok) error(404)
  return { ...seen.value, id: crypto.randomUUID() as string }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await addPerson(site, { actor: site.actor, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, `/app/${site.actor.organisation.slug}/people/${done.value.member}?done=added`)
  },
}
