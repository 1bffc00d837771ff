import { error, fail, redirect } from '@sveltejs/kit'
import { readRecord, setFollowUp, wishForFollowUp } from '#capabilities/rooms/index.server.ts'
import { type RoomRefusal, statusOf } from '#capabilities/rooms/index.ts'
import { sentBy } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRecord(on, { room: event.params.room })
  if (!read.ok) error(statusOf[read.refusal.code])
  return { seen: read.value, organisation: on.actor.organisation.name }
}

const refused = (refusal: RoomRefusal) => {
  if (refusal.code === 'rooms/not-found') error(404)
  return fail(statusOf[refusal.code], { refusal })
}

export const actions: Actions = {
  follow: async (event) => {
    const sent = await sentBy(event.request)
    const form = { on: String(sent.get('on') ?? ''), words: String(sent.get('words') ?? '') }
    const set = await setFollowUp(present(event), { room: event.params.room, form })
    if (!set.ok) return refused(set.refusal)
    redirect(303, event.url.pathname)
  },
  wish: async (event) => {
    const wants = (await sentBy(event.request)).get('wants') === 'yes'
    const wished = await wishForFollowUp(present(event), { room: event.params.room, wants })
    if (!wished.ok) return refused(wished.refusal)
    redirect(303, event.url.pathname)
  },
}
