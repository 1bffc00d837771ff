import { error, fail, redirect } from '@sveltejs/kit'
import {
  draftReply,
  dropReplyDraft,
  publishReplies,
  readAsked,
  readOutcomeForm,
  readRelease,
  readReplies,
  readReplyForm,
  tellOutcome,
} from '#capabilities/checkins/index.server.ts'
import { type CheckinRefusal, statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const { wave } = event.params
  const read = await readRelease({ wave }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  const { member, leads, organisation } = on.actor
  const [asked, replies] = await Promise.all([
    readAsked({ wave }, on),
    readReplies({ wave, publishedAt: new Date(read.value.wave.publishedAt) }, on),
  ])
  return {
    document: read.value,
    asked,
    replies,
    reader: { unit: member.unit, leads },
    unit: event.url.searchParams.get('unit'),
    zone: organisation.timeZone,
  }
}

type Typed = { line?: ReturnType<typeof readReplyForm>; outcome?: ReturnType<typeof readOutcomeForm> }

const refused = (refusal: CheckinRefusal, typed: Typed = {}) => {
  if (statusOf[refusal.code] === 404) error(404)
  return fail(statusOf[refusal.code], { sent: { refusal, ...typed } })
}

export const actions: Actions = {
  draft: async (event) => {
    const line = readReplyForm(await sentBy(event.request))
    const drafted = await draftReply({ wave: event.params.wave, form: line }, present(event))
    if (!drafted.ok) return refused(drafted.refusal, { line })
    redirect(303, `${event.url.pathname}#replies`)
  },
  drop: async (event) => {
    const id = String((await sentBy(event.request)).get('id') ?? '')
    const dropped = await dropReplyDraft({ id }, present(event))
    if (!dropped.ok) return refused(dropped.refusal)
    redirect(303, `${event.url.pathname}#replies`)
  },
  publish: async (event) => {
    const published = await publishReplies({ wave: event.params.wave }, present(event))
    if (!published.ok) return refused(published.refusal)
    redirect(303, `${event.url.pathname}#replies`)
  },
  tell: async (event) => {
    const outcome = readOutcomeForm(await sentBy(event.request))
    const told = await tellOutcome({ wave: event.params.wave, form: outcome }, present(event))
    if (!told.ok) return refused(told.refusal, { outcome })
    redirect(303, `${event.url.pathname}#replies`)
  },
}
