import { readRooms } from '#capabilities/rooms/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRooms(on)
  const { rooms, may } = read.ok ? read.value : { rooms: [], may: { plan: false } }
  return { rooms, may: { plan: may.plan }, now: on.clock.now(), zone: on.actor.organisation.timeZone }
}
