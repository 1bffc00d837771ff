import { error, fail, redirect } from '@sveltejs/kit'
import {
  changeHosts,
  deleteRoom,
  editRoom,
  enterRoom,
  localOf,
  openRoom,
  readFormats,
  readRoomPlan,
} from '#capabilities/rooms/index.server.ts'
import {
  inLanguage,
  planInLanguage,
  type RoomRefusal,
  readPlanEdit,
  statusOf,
} from '#capabilities/rooms/index.ts'
import { getLocale } from '#messages/runtime.js'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import { keepSeat } from '../../../../r/seat-cookie.server.ts'
import { peopleIn } from '../people-in.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRoomPlan(on, { room: event.params.room })
  if (!read.ok) error(statusOf[read.refusal.code])
  const { room, hosts, colleagues, may } = read.value
  const { organisation: _, seed: __, createdBy: ___, ...shown } = room
  const language = getLocale()
  const { timeZone } = on.actor.organisation
  const shelf = may.lead ? await readFormats(on) : undefined
  const { own, shipped, dilemmas } = shelf?.ok ? shelf.value : { own: [], shipped: [], dilemmas: [] }
  return {
    room: { ...shown, plan: planInLanguage(room.plan, { language, isHost: may.lead }) },
    hosts,
    colleagues,
    mayHere: may,
    when: localOf(room.plannedFor, timeZone),
    zone: timeZone,
    place: timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone,
    people: peopleIn(event.url),
    changed: event.url.searchParams.get('part') ?? undefined,
    address: `${on.rooms.publicUrl}/r/${room.code}`,
    language,
    formats: [...own, ...shipped].map(({ id, format, block }) => ({
      id,
      block,
      title: inLanguage(format.title, language),
      about: inLanguage(format.about, language),
    })),
    dilemmas: dilemmas.map(({ id, title }) => ({ id, title: inLanguage(title, language) })),
  }
}

const refused = (refusal: RoomRefusal, act: string) => {
  if (refusal.code === 'rooms/not-found') error(404)
  return fail(statusOf[refusal.code], { refusal, act })
}

/** Every change of a plan leads back to it, to the part that was changed. */
const edit = async (event: RequestEvent, act: string) => {
  const asked = readPlanEdit(act, await sentBy(event.request))
  if (!asked) error(400)
  const input = { room: event.params.room, edit: asked, language: getLocale() }
  const edited = await editRoom(present(event), input)
  if (!edited.ok) return refused(edited.refusal, act)
  const part = 'part' in asked && act !== 'remove' ? encodeURIComponent(asked.part) : ''
  const open = act === 'part' ? `&part=${part}` : ''
  redirect(303, `${event.url.pathname}?people=${peopleIn(event.url)}${open}${part ? `#${part}` : ''}`)
}

export const actions: Actions = {
  add: (event) => edit(event, 'add'),
  remove: (event) => edit(event, 'remove'),
  earlier: (event) => edit(event, 'earlier'),
  later: (event) => edit(event, 'later'),
  part: (event) => edit(event, 'part'),
  settings: (event) => edit(event, 'settings'),
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
