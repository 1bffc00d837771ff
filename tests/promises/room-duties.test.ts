import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#capabilities/people/index.ts'
import { enterRoom, readSeat } from '#capabilities/rooms/index.server.ts'
import { must, openedRoom, pressAs, type RoomsRehearsal, rehearseRooms } from '../rehearsal/rooms.ts'

let on: RoomsRehearsal
beforeAll(async () => {
  on = await rehearseRooms({ now: '2026-11-20T18:00:00Z' })
})
afterAll(() => on.end())

/** One turn of Wise Crowds with these people. @returns who kept the notes in it. */
const noteTaker = async (people: readonly Actor[]): Promise<number[]> => {
  const { rooms, host } = on
  const { room, code } = await openedRoom(on, {
    formats: ['wise-crowds-small', 'closing'],
    settings: { door: 'members' },
  })
  const leads = must(await enterRoom({ rooms, actor: host }, { room })).secret
  const seats = []
  for (const actor of people) seats.push(must(await enterRoom({ rooms, actor }, { room })).secret)
  const see = async (secret: string) =>
    must(await readSeat({ rooms }, { code, secret, language: 'en' })).heard
  const { room: now } = await see(leads)
  must(await pressAs(rooms, { code, secret: leads, command: { do: 'go-on', move: now?.move ?? 0 } }))
  // The first step belongs to nobody yet where a group chooses whose turn it is.
  while ((await see(leads)).room?.at?.turn === 0) {
    const { room: then } = await see(leads)
    must(await pressAs(rooms, { code, secret: leads, command: { do: 'go-on', move: then?.move ?? 0 } }))
  }
  const mine = await Promise.all(seats.map(see))
  return mine.flatMap(({ mine: one }) => (one?.roles.includes('note-taker') ? [one.seat] : []))
}

test('over sessions nobody always keeps the notes: it is her turn who kept them least', async () => {
  const people = on.clinic.members.slice(1, 6).map(({ id }) => on.clinic.actorOf(id))
  const took: number[] = []
  for (let session = 0; session < 4; session += 1) took.push(...(await noteTaker(people)))
  expect(took).toHaveLength(4)
  expect(new Set(took).size).toBe(4)
})
