import { redirect } from '@sveltejs/kit'
import { changeProfile, seeProfile } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { timeZone, isCommons } = site.actor.organisation
  return {
    ...(await seeProfile(site, { actor: site.actor })),
    timeZone,
    isCommons,
    isSaved: event.url.searchParams.has('saved'),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await changeProfile(site, { actor: site.actor, form: values })
    if (done.ok) redirect(303, `${event.url.pathname}?saved`)
    const { shown = [] } = values
    return refused(done.refusal, values, { shown: typeof shown === 'string' ? [shown] : shown })
  },
}
