import type { Actor } from '#capabilities/people/index.ts'
import type { RoomId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { PartForm, PlanEdit, SettingsForm } from '../../contract/plan-edit.ts'
import type { Dilemma } from '../../domain/dilemma.ts'
import { inLanguage } from '../../domain/format/format.ts'
import { addPart, changePart, movePart, type PartChange, removePart } from '../../domain/plan/edit-plan.ts'
import type { Plan } from '../../domain/plan/plan.ts'
import { planFrom, type ReadyPlan } from '../../domain/plan/ready-plan.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Room, RoomSettings } from '../../domain/room.ts'
import type { Rooms } from '../../rooms.server.ts'
import { readFormat } from '../formats/read-formats.server.ts'
import { changeRoom, planRoom } from './keep-room.server.ts'
import { instantOf } from './planned-time.server.ts'
import { readRoomPlan } from './read-rooms.server.ts'

type On = { rooms: Rooms; actor: Actor }

/** Words go when the room closes, and a code opens the door: what is said beforehand until a host says otherwise. */
const firstSettings: RoomSettings = {
  naming: 'name',
  door: 'code',
  keepsWordsDays: 0,
  hasCaptions: false,
  isPractice: false,
}

/** Plans a room from a ready plan, or from a welcome alone, in the language of whoever plans. */
export const planFromReady = (
  on: On,
  input: { ready: string; title: string; language: string },
): Promise<Result<{ room: RoomId; code: string }, RoomRefusal>> => {
  const { formats, plans } = on.rooms
  const { language } = input
  const ready = plans.get(input.ready) ?? beginning
  const title = input.title.trim() || inLanguage(ready.title, language)
  const plan = planFrom(ready, { formats, language })
  return planRoom(on, { wish: { title, plan, settings: firstSettings, plannedFor: null } })
}

const beginning: ReadyPlan = {
  id: 'welcome-alone',
  version: '1',
  title: { en: 'A session', es: 'Una sesión', fr: 'Une séance', ar: 'جلسة' },
  about: { en: '' },
  people: { least: 1, most: 10_000 },
  parts: [{ format: 'welcome', spread: 'new-people' }],
}

/** Changes one thing about a planned room. Two hosts who change it at once: the last one’s part stands as she saw it. */
export const editRoom = async (
  on: On,
  input: { room: string; edit: PlanEdit; language: string },
): Promise<Result<{ room: RoomId }, RoomRefusal>> => {
  const seen = await readRoomPlan(on, { room: input.room })
  if (!seen.ok) return seen
  if (!seen.value.may.lead) return refuse({ code: 'rooms/not-found' })
  const { room } = seen.value
  const { edit, language } = input
  if (edit.do === 'settings') return keep(on, room, { ...wishFrom(room), ...wishOf(on, edit.settings) })
  const plan = await edited(room.plan, edit, { ...on, language })
  if (!plan.ok) return plan
  return keep(on, room, { ...wishFrom(room), plan: plan.value })
}

const keep = (on: On, room: Room, wish: object) => changeRoom(on, { room: room.id, wish })

const wishFrom = ({ title, plan, settings, plannedFor }: Room) => ({
  title,
  plan,
  settings,
  plannedFor: plannedFor?.toISOString() ?? null,
})

const wishOf = ({ actor }: On, form: SettingsForm) => {
  const { title, when, link, ...settings } = form
  return {
    title,
    plannedFor: when === '' ? null : instantOf(when, actor.organisation.timeZone),
    settings: { ...settings, ...(link === '' ? {} : { link }) },
  }
}

const edited = async (
  plan: Plan,
  edit: Exclude<PlanEdit, { do: 'settings' }>,
  on: On & { language: string },
): Promise<Result<Plan, RoomRefusal>> => {
  switch (edit.do) {
    case 'add': {
      const found = await readFormat(on, { format: edit.format })
      return found.ok
        ? accept(addPart(plan, { shipped: found.value.format, language: on.language }))
        : refuse({ code: 'rooms/plan-not-readable', field: 'format' })
    }
    case 'remove':
      return accept(removePart(plan, edit.part))
    case 'part':
      return accept(changePart(plan, edit.part, changeOf(edit.change, on)))
    case 'move': {
      const kept = changePart(plan, edit.part, changeOf(edit.change, on))
      return accept(movePart(kept, { id: edit.part, to: edit.to }))
    }
  }
}

const changeOf = (form: PartForm, on: { rooms: Rooms; language: string }): PartChange => {
  const { dilemma: id, ...change } = form
  const dilemma = on.rooms.dilemmas.get(id)
  return dilemma ? { ...change, about: tellOf(dilemma, on.language) } : change
}

const tellOf = ({ story, asks }: Dilemma, language: string) =>
  `${inLanguage(story, language)}\n\n${inLanguage(asks, language)}`
