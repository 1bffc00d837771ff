import { error } from '@sveltejs/kit'
import { readRoomPlan } from '#capabilities/rooms/index.server.ts'
import { planInLanguage, statusOf } from '#capabilities/rooms/index.ts'
import { getLocale } from '#messages/runtime.js'
import { present } from '../../../../../here.server.ts'
import { peopleIn } from '../../people-in.ts'
import type { PageServerLoad } from './$types'

/** For whoever leads the room: what she may say is on it. */
export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRoomPlan(on, { room: event.params.room })
  if (!read.ok || !read.value.may.lead) error(statusOf['rooms/not-found'])
  const { code, title, plan, settings, plannedFor } = read.value.room
  const language = getLocale()
  const { name, slug, timeZone } = on.actor.organisation
  return {
    page: {
      code,
      title,
      organisation: { name, slug },
      settings,
      plan: planInLanguage(plan, { language, isHost: true }),
      language,
    },
    people: peopleIn(event.url),
    plannedFor,
    zone: timeZone,
  }
}
