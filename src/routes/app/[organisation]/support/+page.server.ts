import { error, redirect } from '@sveltejs/kit'
import { checkSupport, listSupport, seeSupport } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seeSupport(site, { actor: site.actor })
  if (!seen.ok) error(404)
  return {
    ...seen.value,
    publicAt: `/support/${site.actor.organisation.slug}`,
    isSaved: event.url.searchParams.has('saved'),
  }
}

export const actions: Actions = {
  check: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await checkSupport(site, { actor: site.actor, form: values })
    return done.ok ? redirect(303, `${event.url.pathname}?saved`) : refused(done.refusal, values)
  },
  list: async (event) => {
    const site = present(event)
    const done = await listSupport(site, { actor: site.actor, form: await valuesOf(event.request) })
    return done.ok ? redirect(303, `${event.url.pathname}?saved`) : refused(done.refusal)
  },
}
