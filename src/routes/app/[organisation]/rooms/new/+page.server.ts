import { error, fail, redirect } from '@sveltejs/kit'
import { planFromReady, readPlanningShelf } from '#capabilities/rooms/index.server.ts'
import { inLanguage, lengthOf, planFrom, statusOf } from '#capabilities/rooms/index.ts'
import { getLocale } from '#messages/runtime.js'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The length of a ready plan is told with so many people, or with the fewest that it needs. */
const PEOPLE = 5

export const load: PageServerLoad = async (event) => {
  const shelf = readPlanningShelf(present(event))
  if (!shelf.ok) error(statusOf[shelf.refusal.code])
  const language = getLocale()
  const formats = new Map(shelf.value.formats.map((format) => [format.id, format]))
  return {
    ready: shelf.value.plans.map((ready) => ({
      id: ready.id,
      title: inLanguage(ready.title, language),
      about: inLanguage(ready.about, language),
      ...ready.people,
      ...lengthOf(planFrom(ready, { formats, language }), Math.max(PEOPLE, ready.people.least)),
    })),
  }
}

export const actions: Actions = {
  keep: async (event) => {
    const sent = await sentBy(event.request)
    const planned = await planFromReady(present(event), {
      ready: String(sent.get('ready') ?? ''),
      title: String(sent.get('title') ?? '').slice(0, 200),
      language: getLocale(),
    })
    if (planned.ok) redirect(303, `/app/${event.params.organisation}/rooms/${planned.value.room}`)
    return fail(statusOf[planned.refusal.code], { refusal: planned.refusal })
  },
}
