import { describe, expect, it } from 'vitest'
import { aBlock, aPlan, aRoom, inOrder, wiseCrowds } from '../rooms.fixture.ts'

const crowd = () => {
  const room = aRoom(aPlan([aBlock('crowds', { kind: 'format', format: wiseCrowds })]))
  room.fill(5)
  room.goOn(inOrder(room.run, 5))
  return room
}

describe('a host', () => {
  it('names nobody a host, and places nobody, who has left or was removed', () => {
    const room = crowd()
    room.act(2, { do: 'leave' })
    room.act(1, { do: 'remove', seat: 3, reason: 'Named a patient.' })
    expect(room.act(1, { do: 'name-host', seat: 2, isHost: true })).toBe('rooms/seat-left')
    expect(room.act(1, { do: 'name-host', seat: 3, isHost: true })).toBe('rooms/seat-removed')
    expect(room.act(1, { do: 'place', seat: 2, group: 1 })).toBe('rooms/seat-left')
    expect(room.act(1, { do: 'place', seat: 3, group: 1 })).toBe('rooms/seat-removed')
  })
})
