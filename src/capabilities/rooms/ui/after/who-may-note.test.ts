import { describe, expect, it } from 'vitest'
import { aBlock, aFormat, aPlan, aRoom, inOrder, wiseCrowds } from '../../domain/run/rooms.fixture.ts'
import { seeGroup, seeMine, seeRoom } from '../../domain/run/view.ts'
import { type Heard, nothingHeard } from '../../domain/stream/hear.ts'
import { whoMayNote } from './who-may-note.ts'

const plan = aPlan([
  aBlock('welcome'),
  aBlock('crowds', { kind: 'format', format: wiseCrowds }),
  aBlock('round', { format: aFormat({ keepsNoNotes: true }) }),
])
const aSession = (people: number) => {
  const room = aRoom(plan)
  room.fill(people)
  const heard = (seat: number): Heard => {
    const { run } = room
    const group = run.groups.find(({ seats }) => seats.includes(seat))
    return {
      ...nothingHeard,
      room: seeRoom(run),
      people: run.seats.size,
      mine: seeMine(run, seat),
      group: group && seeGroup(run, group),
    }
  }
  return { ...room, kind: (seat: number) => whoMayNote(heard(seat), plan).kind }
}

describe('who writes a take-away down', () => {
  it('is whoever keeps the notes of the group, and no other of it', () => {
    const room = aSession(8)
    room.goOn()
    room.goOn(inOrder(room.run, 4))
    const kinds = [2, 3, 4, 5].map(room.kind)
    expect(kinds.filter((kind) => kind === 'hers')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'kept-by')).toHaveLength(3)
  })

  it('is anybody in a small room, and the hosts in a large one', () => {
    expect(aSession(8).kind(2)).toBe('hers')
    const large = aSession(30)
    expect([large.kind(1), large.kind(2)]).toEqual(['hers', 'hosts'])
  })

  it('is nobody where nothing is written down, and once the room is over', () => {
    const room = aSession(4)
    room.goOn()
    room.goOn(inOrder(room.run, 4))
    while (room.run.at?.block === 1) room.goOn()
    expect(room.kind(2)).toBe('no-notes')
    room.act(1, { do: 'end' })
    expect(room.kind(2)).toBe('over')
  })
})
