import { error, fail, redirect } from '@sveltejs/kit'
import { planRoom, readPlanningShelf } from '#capabilities/rooms/index.server.ts'
import { statusOf } from '#capabilities/rooms/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import { wishIn } from '../wish-in.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const shelf = readPlanningShelf(present(event))
  if (!shelf.ok) error(statusOf[shelf.refusal.code])
  return shelf.value
}

export const actions: Actions = {
  keep: async (event) => {
    const wish = wishIn(await sentBy(event.request))
    const planned = await planRoom(present(event), { wish })
    if (planned.ok) redirect(303, `/app/${event.params.organisation}/rooms/${planned.value.room}`)
    return fail(statusOf[planned.refusal.code], { refusal: planned.refusal })
  },
}
