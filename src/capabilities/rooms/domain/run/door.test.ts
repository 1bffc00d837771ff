import { expect, it } from 'vitest'
import { settle } from './door.ts'
import { groupOf } from './place.ts'
import { aBlock, aFormat, aPlan, aRoom, aStep } from './rooms.fixture.ts'

const tables = aFormat({
  groups: { least: 2, ideal: 4, most: 5 },
  roles: [
    { id: 'panel', kind: 'part', whose: 'stage', least: 1, most: 1, name: { en: 'p' }, task: { en: 'p' } },
  ],
  turn: [aStep('talk', { together: 'groups' })],
})

it('the smallest tables are filled first, level by level, never the one on stage and never beyond what fits', () => {
  const room = aRoom(aPlan([aBlock('one', { format: tables })]))
  room.fill(9)
  const dealt = [[2], [3, 4, 5, 6], [7, 8], [9, 10]]
  room.goOn({ groups: dealt.map((seats) => ({ name: '', seats })) })
  room.act(1, { do: 'choose', seat: 2, part: 'panel' })
  for (let seat = 11; seat <= 24; seat += 1) room.sit(seat)
  const { placed, groups } = settle(room.run)
  // The one on stage has left the first table empty, and sits in front as the fifth.
  const filled = [1, 1, 1, 3, 4, 1, 3, 4, 1, 2, 3, 4]
  expect(placed.map(({ seat, group }) => [seat, group])).toEqual(filled.map((group, at) => [11 + at, group]))
  expect(groups.map(({ seats }) => seats.length)).toEqual([5, 5, 5, 5, 1])
})

it('who sits where is known again after every change, however often it is asked', () => {
  const room = aRoom(aPlan([aBlock('one', { format: tables })]))
  room.fill(4)
  room.goOn({
    groups: [
      { name: '', seats: [2, 3] },
      { name: '', seats: [4, 5] },
    ],
  })
  const where = () => Array.from({ length: 20 }, (_, at) => groupOf(room.run, 2 + (at % 4))?.number)
  expect(where().slice(-4)).toEqual([1, 1, 2, 2])
  room.act(1, { do: 'place', seat: 2, group: 2 })
  room.act(5, { do: 'leave' })
  expect(where().slice(-4)).toEqual([2, 1, 2, undefined])
})
