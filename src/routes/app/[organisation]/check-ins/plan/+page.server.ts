import { error, fail, redirect } from '@sveltejs/kit'
import {
  draftWave,
  readHoldersNow,
  readPlanChoices,
  readPlanFields,
  showPlan,
} from '#capabilities/checkins/index.server.ts'
import { audienceOf, type PlanFields, statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const wave = event.url.searchParams.get('wave') ?? undefined
  let choices = await readPlanChoices({ wave }, on)
  const isAnnounced = !choices.ok && choices.refusal.code === 'checkins/already-announced'
  const isAsked = event.request.method === 'GET'
  if (isAnnounced && isAsked) redirect(303, `/app/${event.params.organisation}/check-ins/${wave}`)
  // What somebody has just sent stays with her, whatever became of the draft in another window.
  if (!choices.ok && !isAsked) choices = await readPlanChoices({}, on)
  if (!choices.ok) error(statusOf[choices.refusal.code])
  const { name, timeZone } = on.actor.organisation
  return {
    ...choices.value,
    organisation: name,
    place: timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone,
    wave,
    holding: await readHoldersNow(on),
    seen: await see(choices.value.fields, on),
  }
}

export const actions: Actions = {
  preview: async (event) => {
    const sent = await sentBy(event.request)
    const fields = readPlanFields(sent)
    return { fields, as: asOf(sent), seen: await see(fields, present(event)) }
  },
  keep: async (event) => {
    const on = present(event)
    const sent = await sentBy(event.request)
    const fields = readPlanFields(sent)
    const form = { ...fields, audience: [...audienceOf(fields)], furtherTables: [...fields.furtherTables] }
    const kept = await draftWave({ wave: event.url.searchParams.get('wave') ?? undefined, form }, on)
    if (kept.ok) redirect(303, `/app/${event.params.organisation}/check-ins/${kept.value.wave}`)
    return fail(statusOf[kept.refusal.code], {
      fields,
      as: asOf(sent),
      refusal: kept.refusal,
      isGone: kept.refusal.code === 'checkins/not-found',
      seen: await see(fields, on),
    })
  },
}

const see = async (fields: PlanFields, on: ReturnType<typeof present>) => {
  const shown = await showPlan({ ...fields, audience: audienceOf(fields) }, on)
  return shown.ok ? { shown: shown.value } : { refusal: shown.refusal }
}

const asOf = (sent: FormData) => String(sent.get('as') ?? '').slice(0, 40)
