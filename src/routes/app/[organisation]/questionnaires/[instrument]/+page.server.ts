import { error, fail, redirect } from '@sveltejs/kit'
import {
  pasteTexts,
  readPastedFields,
  readPastingForm,
  sentTexts,
} from '#capabilities/checkins/index.server.ts'
import { pastingStatusOf, statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const { url, params } = event
  const locale = url.searchParams.get('language')?.slice(0, 20) || on.actor.organisation.language
  const read = await readPastingForm({ instrument: params.instrument, locale }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  return { ...read.value, isSaved: url.searchParams.has('saved') }
}

const statuses: Record<string, number> = { ...statusOf, ...pastingStatusOf }

export const actions: Actions = {
  default: async (event) => {
    const sent = await sentBy(event.request)
    const texts = readPastedFields(sent)
    const pasted = await pasteTexts({ instrument: event.params.instrument, texts }, present(event))
    if (pasted.ok)
      redirect(303, `${event.url.pathname}?language=${encodeURIComponent(texts.locale)}&saved=yes`)
    const { refusal } = pasted
    return fail(statuses[refusal.code] ?? 422, { refusal, sent: sentTexts(sent) })
  },
}
