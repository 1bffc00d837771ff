import { expect, it } from 'vitest'
import { aBlock, aPlan, aRoom, wiseCrowds } from '../domain/run/rooms.fixture.ts'
import { seeRoom } from '../domain/run/view.ts'
import { dealGroups } from './deal.server.ts'

it('says why professions are not mixed, and never which one somebody typed', async () => {
  const room = aRoom(aPlan([aBlock('welcome'), aBlock('crowds', { kind: 'format', format: wiseCrowds })]))
  room.sit(1, { isHost: true })
  for (let seat = 2; seat <= 11; seat += 1)
    room.act('house', {
      do: 'sit',
      seat,
      name: `P${seat}`,
      profession: seat < 11 ? 'nurse' : 'midwife',
      isHost: false,
      held: {},
    })
  room.goOn()
  const deal = await dealGroups(room.run, { seed: 1, nameOf: (number) => `Group ${number}` })
  expect(room.goOn(deal)).toBe('ok')
  expect(seeRoom(room.run).spread.unmixed).not.toEqual([])
  expect(JSON.stringify([seeRoom(room.run), room.log.slice(11)])).not.toMatch(/nurse|midwife/)
})
