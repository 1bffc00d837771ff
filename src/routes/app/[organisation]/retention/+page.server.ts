import { error, redirect } from '@sveltejs/kit'
import { changeRetention, seeRetention } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seeRetention(site, { actor: site.actor })
  if (!seen.ok) error(404)
  return { kinds: seen.value, isSaved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await changeRetention(site, { actor: site.actor, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, `${event.url.pathname}?saved`)
  },
}
