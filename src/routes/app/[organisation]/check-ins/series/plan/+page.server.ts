import { error, fail, redirect } from '@sveltejs/kit'
import {
  keepSeries,
  previewSeries,
  readSeriesChoices,
  readSeriesFields,
} from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const series = event.url.searchParams.get('series') ?? undefined
  const choices = await readSeriesChoices({ series }, on)
  if (!choices.ok) error(statusOf[choices.refusal.code])
  const { name, timeZone } = on.actor.organisation
  return {
    ...choices.value,
    organisation: name,
    place: timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone,
    zone: timeZone,
    now: on.clock.now(),
    series,
  }
}

export const actions: Actions = {
  look: async (event) => {
    const fields = readSeriesFields(await sentBy(event.request))
    const series = event.url.searchParams.get('series') ?? undefined
    const seen = await previewSeries({ series, fields }, present(event))
    if (seen.ok) return { fields, seen: seen.value }
    return fail(statusOf[seen.refusal.code], { fields, refusal: seen.refusal })
  },
  keep: async (event) => {
    const on = present(event)
    const sent = await sentBy(event.request)
    const fields = readSeriesFields(sent)
    const series = event.url.searchParams.get('series') ?? undefined
    const kept = await keepSeries({ series, fields, seal: String(sent.get('seal') ?? '') }, on)
    if (kept.ok) redirect(303, `/app/${event.params.organisation}/check-ins/series/${kept.value.series}`)
    const seen = await previewSeries({ series, fields }, on)
    return fail(statusOf[kept.refusal.code], {
      fields,
      refusal: kept.refusal,
      ...(seen.ok ? { seen: seen.value } : {}),
    })
  },
}
