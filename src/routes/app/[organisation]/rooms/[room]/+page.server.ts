import { error, fail, redirect } from '@sveltejs/kit'
import {
  changeHosts,
  changeRoom,
  deleteRoom,
  enterRoom,
  openRoom,
  readRoomPlan,
} from '#capabilities/rooms/index.server.ts'
import { type RoomRefusal, statusOf } from '#capabilities/rooms/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import { keepSeat } from '../../../../r/seat-cookie.server.ts'
import { wishIn } from '../wish-in.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRoomPlan(on, { room: event.params.room })
  if (!read.ok) error(statusOf[read.refusal.code])
  const { room, hosts, colleagues, may } = read.value
  const { organisation: _, seed: __, createdBy: ___, ...shown } = room
  return { room: shown, hosts, colleagues, mayHere: may, zone: on.actor.organisation.timeZone }
}

const refused = (refusal: RoomRefusal, act: string) => {
  if (refusal.code === 'rooms/not-found') error(404)
  return fail(statusOf[refusal.code], { refusal, act })
}

export const actions: Actions = {
  change: async (event) => {
    const wish = wishIn(await sentBy(event.request))
    const changed = await changeRoom(present(event), { room: event.params.room, wish })
    if (!changed.ok) return refused(changed.refusal, 'change')
    redirect(303, event.url.pathname)
  },
  open: async (event) => {
    const opened = await openRoom(present(event), { room: event.params.room })
    if (!opened.ok) return refused(opened.refusal, 'open')
    redirect(303, event.url.pathname)
  },
  enter: async (event) => {
    const sent = await sentBy(event.request)
    const entered = await enterRoom(present(event), {
      room: event.params.room,
      name: String(sent.get('name') ?? '').slice(0, 400),
      profession: String(sent.get('profession') ?? '').slice(0, 60),
    })
    if (!entered.ok) return refused(entered.refusal, 'enter')
    keepSeat(event, entered.value)
    redirect(303, `/r/${entered.value.code}${entered.value.isHost ? '/desk' : ''}`)
  },
  hosts: async (event) => {
    const sent = await sentBy(event.request)
    const changed = await changeHosts(present(event), {
      room: event.params.room,
      member: String(sent.get('member') ?? ''),
      isHost: sent.get('host') === 'yes',
    })
    if (!changed.ok) return refused(changed.refusal, 'hosts')
    redirect(303, event.url.pathname)
  },
  delete: async (event) => {
    const deleted = await deleteRoom(present(event), { room: event.params.room })
    if (!deleted.ok) return refused(deleted.refusal, 'delete')
    redirect(303, `/app/${event.params.organisation}/rooms`)
  },
}
