import { error, redirect } from '@sveltejs/kit'
import { readSeriesList } from '#capabilities/checkins/index.server.ts'
import { seeSendingHours, setSendingHours } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const hours = await seeSendingHours(on, { actor: on.actor })
  const isPlanner = on.actor.roles.includes('wellbeing-lead')
  if (!hours.mayChange) error(404)
  return { series: await readSeriesList(on), hours, may: { plan: isPlanner } }
}

export const actions: Actions = {
  hours: async (event) => {
    const on = present(event)
    const values = await valuesOf(event.request)
    const set = await setSendingHours(on, { actor: on.actor, form: values })
    if (!set.ok) return refused(set.refusal, values)
    redirect(303, `${event.url.pathname}?saved=hours`)
  },
}
