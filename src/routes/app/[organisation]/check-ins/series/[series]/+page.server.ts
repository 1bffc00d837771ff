import { error, fail, redirect } from '@sveltejs/kit'
import { actOnSeries, readSeries, skipDate } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readSeries({ series: event.params.series }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  return { ...read.value, now: on.clock.now(), zone: on.actor.organisation.timeZone }
}

const act = async (event: RequestEvent, what: 'pause' | 'resume' | 'end') => {
  const done = await actOnSeries({ series: event.params.series, act: what }, present(event))
  if (done.ok) redirect(303, event.url.pathname)
  return fail(statusOf[done.refusal.code], { refusal: done.refusal })
}

export const actions: Actions = {
  pause: (event) => act(event, 'pause'),
  resume: (event) => act(event, 'resume'),
  end: (event) => act(event, 'end'),
  skip: async (event) => {
    const sent = await sentBy(event.request)
    const plannedOn = String(sent.get('day') ?? '')
    const isSkipped = sent.get('skip') === 'yes'
    const done = await skipDate({ series: event.params.series, plannedOn, isSkipped }, present(event))
    if (done.ok) redirect(303, event.url.pathname)
    return fail(statusOf[done.refusal.code], { refusal: done.refusal })
  },
}
