import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  changeFormat,
  copyFormat,
  deleteFormat,
  editRoom,
  openRoom,
  planFromReady,
  readFormat,
  readFormats,
  readRoomPlan,
} from '#capabilities/rooms/index.server.ts'
import { readPlanEdit } from '#capabilities/rooms/index.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { must, type RoomsRehearsal, rehearseRooms } from '../rehearsal/rooms.ts'

// What a facilitator composes by forms, and that it is hers and her organisation’s alone to change.

let on: RoomsRehearsal
beforeAll(async () => {
  on = await rehearseRooms({ now: '2026-11-20T09:00:00Z' })
}, 120_000)
afterAll(() => on?.end())

const leader = () => ({ rooms: on.rooms, actor: on.host })
const formOf = (fields: Record<string, string>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const planned = async (ready = 'wise-crowds-small', language = 'en') =>
  must(await planFromReady(leader(), { ready, title: '', language }))
const edit = (room: string, act: string, fields: Record<string, string>, who = leader()) => {
  const read = readPlanEdit(act, formOf(fields))
  if (!read) throw new Error(act)
  return editRoom(who, { room, edit: read, language: 'en' })
}
const partsOf = async (room: string) =>
  must(await readRoomPlan(leader(), { room })).room.plan.blocks.map(({ title }) => title)

test('a ready plan stands in the language of whoever plans, and keeps no words after the end unless she says so', async () => {
  const { room } = await planned('wise-crowds-small', 'ar')
  const seen = must(await readRoomPlan(leader(), { room })).room
  expect(seen.title).toBe('حكمة المجموعات الصغيرة')
  expect(seen.plan.blocks[1]?.title).toBe('كيف الحال عند الوصول؟')
  expect(seen.settings).toMatchObject({ keepsWordsDays: 0, naming: 'name', door: 'code' })
})

test('parts are added, moved, changed and taken out by forms, and the day is read by the clock of the house', async () => {
  const { room } = await planned()
  must(await edit(room, 'add', { format: 'silence' }))
  must(await edit(room, 'earlier', { part: 'part-6', 'minutes-silence': '2' }))
  expect(await partsOf(room)).toEqual([
    'Welcome',
    'How are you here?',
    'Wise Crowds in a small group',
    'Silent minutes',
    'Debrief',
    'Closing',
  ])
  must(await edit(room, 'part', { part: 'part-2', title: 'Arriving', dilemma: 'an-hour-late' }))
  must(await edit(room, 'remove', { part: 'part-4' }))
  must(await edit(room, 'settings', { title: 'Thursday', when: '2026-12-03T19:30', naming: 'pseudonym' }))
  const seen = must(await readRoomPlan(leader(), { room })).room
  expect(seen.plan.blocks.map(({ title }) => title)).not.toContain('Debrief')
  expect(seen.plan.blocks[1]?.about).toContain('an hour late')
  expect(seen.plan.blocks[3]?.format.turn[0]?.seconds).toBe(120)
  expect(seen.plannedFor?.toISOString()).toBe('2026-12-03T19:30:00.000Z')
  expect(seen.settings.naming).toBe('pseudonym')
})

test('the last part stays, and a plan that people may have read changes no more', async () => {
  const { room } = await planned('nothing-of-that-name')
  expect(await partsOf(room)).toEqual(['Welcome'])
  expect(await edit(room, 'remove', { part: 'part-1' })).toMatchObject({
    refusal: { code: 'rooms/plan-empty' },
  })
  must(await openRoom(leader(), { room }))
  expect(await edit(room, 'add', { format: 'silence' })).toMatchObject({
    refusal: { code: 'rooms/open-already' },
  })
})

test('a colleague who does not lead it changes nothing, and is told nothing of it', async () => {
  const { room } = await planned()
  const [, other] = on.clinic.members
  if (!other) throw new Error('There is nobody else.')
  const colleague = { rooms: on.rooms, actor: on.clinic.actorOf(other.id) }
  expect(await edit(room, 'add', { format: 'silence' }, colleague)).toMatchObject({
    refusal: { code: 'rooms/not-found' },
  })
  expect(await readFormats(colleague)).toMatchObject({ refusal: { code: 'rooms/not-allowed' } })
  expect(await partsOf(room)).toHaveLength(5)
})

test('a format is copied, changed and used here, and is not there for another organisation', async () => {
  const { format } = must(await copyFormat(leader(), { format: 'troika', language: 'fr' }))
  const found = must(await readFormat(leader(), { format }))
  expect(found.format.format.title).toEqual({ fr: 'Conseil à trois' })
  const { room } = await planned()
  must(await edit(room, 'add', { format }))
  expect(await partsOf(room)).toContain('Conseil à trois')

  const clinic = await makeClinic(on.database, { slug: 'birch-hill', sizes: { Surgery: 3 } })
  const stranger = { rooms: on.rooms, actor: { ...clinic.lead, roles: ['facilitator' as const] } }
  const gone = { refusal: { code: 'rooms/not-found' } }
  const act = { do: 'keep' as const }
  expect(await readFormat(stranger, { format })).toMatchObject(gone)
  expect(await copyFormat(stranger, { format, language: 'en' })).toMatchObject(gone)
  expect(await changeFormat(stranger, { format, sent: formOf({}), act, language: 'en' })).toMatchObject(gone)
  expect(await deleteFormat(stranger, { format })).toMatchObject(gone)
  expect(must(await readFormats(stranger)).own).toEqual([])
  expect(must(await readFormats(leader())).own).toHaveLength(1)
})

test('a format that would stop halfway is not kept, and one that ships cannot be changed', async () => {
  const { format } = must(await copyFormat(leader(), { format: 'troika', language: 'en' }))
  const act = { do: 'keep' as const }
  const bad = {
    format,
    act,
    language: 'en',
    sent: formOf({ groups: 'groups', least: '9', ideal: '3', most: '4' }),
  }
  const refused = await changeFormat(leader(), bad)
  expect(refused).toMatchObject({ refusal: { code: 'format-cannot-run' } })
  expect(must(await readFormat(leader(), { format })).format.format.groups).toEqual({
    least: 3,
    ideal: 3,
    most: 4,
  })
  expect(await changeFormat(leader(), { ...bad, format: 'troika' })).toMatchObject({
    refusal: { code: 'rooms/not-found' },
  })
  must(await deleteFormat(leader(), { format }))
  expect(await readFormat(leader(), { format })).toMatchObject({ refusal: { code: 'rooms/not-found' } })
})
