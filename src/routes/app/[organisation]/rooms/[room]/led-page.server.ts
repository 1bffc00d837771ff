import { error, type RequestEvent } from '@sveltejs/kit'
import { readRoomPlan } from '#capabilities/rooms/index.server.ts'
import { planInLanguage, statusOf } from '#capabilities/rooms/index.ts'
import { getLocale } from '#messages/runtime.js'
import { present } from '../../../../here.server.ts'

/** A planned room for whoever leads it: what she may say is on it. To everybody else it is not there. */
export const ledPage = async (event: RequestEvent<{ organisation: string; room: string }>) => {
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
    plannedFor,
    zone: timeZone,
  }
}
