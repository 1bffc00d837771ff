import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventRoom } from '#capabilities/rooms/index.demo.server.ts'
import { enterRoom, forgetRooms, readRecord, readSeat } from '#capabilities/rooms/index.server.ts'
import { inRoom, underWay, wholeSession } from '../../src/demo/room-scripts.ts'
import { must, type RoomsRehearsal, rehearseRooms, wishFor } from '../rehearsal/rooms.ts'

let site: RoomsRehearsal
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-23T18:00:00Z' })
})
afterAll(() => site.end())

const invent = (script: typeof underWay, beganAt: string) => {
  const { rooms, host, clinic } = site
  const [first] = clinic.members
  const people = [
    { name: 'Ines', profession: '', member: host.member.id },
    ...inRoom.map((one, at) => ({ ...one, member: at === 0 ? (first?.id ?? null) : null })),
  ]
  return inventRoom(
    { rooms, actor: host },
    { wish: wishFor(rooms), beganAt: new Date(beganAt), people, script, nameOf: (group) => `Group ${group}` },
  )
}

test('a made-up room that is over leaves a record like any other, and no words', async () => {
  const { room } = must(await invent(wholeSession, '2026-11-16T18:00:00Z'))
  await forgetRooms({ rooms: site.rooms, steady: site.clock })
  const [first] = site.clinic.members
  if (!first) throw new Error('nobody')
  const seen = must(await readRecord({ rooms: site.rooms, actor: site.clinic.actorOf(first.id) }, { room }))
  expect(seen.record.takeaways).toHaveLength(2)
  expect(seen.record.outcomes).toMatchObject([{ tally: { answered: 8, counts: [5, 2, 1] } }])
  expect(seen.on).toBe('2026-11-16')
  expect(seen.mine?.minutes).toBeGreaterThan(20)
  expect(JSON.stringify(seen)).not.toContain('I had not known')
})

test('a made-up room that is open can be entered by its host, and goes on from where it is', async () => {
  const { room, code } = must(await invent(underWay, '2026-11-23T17:51:00Z'))
  const { secret } = must(await enterRoom({ rooms: site.rooms, actor: site.host }, { room }))
  const { heard } = must(await readSeat({ rooms: site.rooms }, { code, secret, language: 'en' }))
  expect(heard.mine?.isHost).toBe(true)
  expect(heard.desk?.groups.length).toBeGreaterThan(1)
})
