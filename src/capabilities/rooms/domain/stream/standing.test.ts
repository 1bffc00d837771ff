import { describe, expect, it } from 'vitest'
import { nameOf } from '../run/hearers.ts'
import { aBlock, aFormat, aPlan, aRoom, aStep, inOrder, wiseCrowds } from '../run/rooms.fixture.ts'
import { seeGroup, seeMine, seeRoom } from '../run/view.ts'
import { hear, nothingHeard } from './hear.ts'
import { standingOf } from './standing.ts'

type Room = ReturnType<typeof aRoom>

const heardBy = (room: Room, seat: number) => {
  const group = room.run.groups.find(({ seats }) => seats.includes(seat))
  const mine = seeMine(room.run, seat)
  return hear(nothingHeard, {
    n: room.run.number,
    now: room.now(),
    room: seeRoom(room.run),
    ...(mine ? { mine } : {}),
    group: group ? seeGroup(room.run, group) : null,
  })
}
const standing = (room: Room, seat: number) => standingOf(heardBy(room, seat), room.run.plan)
const says = (room: Room, seat: number) => {
  const stands = standing(room, seat)
  const near = stands.kind === 'writes' ? stands.key : undefined
  return room.act(seat, { do: 'say', to: 'nearby', words: 'Here', isQuestion: false, near })
}

const silent = aFormat({ turn: [aStep('quiet', { speaks: 'nobody' })] })
const paired = aFormat({
  groups: { least: 2, ideal: 4, most: 5 },
  turn: [aStep('pairs', { together: 'pairs' }), aStep('alone', { together: 'alone' })],
})
const plan = aPlan([
  aBlock('welcome'),
  aBlock('crowds', { kind: 'format', format: wiseCrowds }),
  aBlock('quiet', { format: silent }),
  aBlock('pairs', { format: paired }),
])

describe('what a page lets somebody write', () => {
  it('is what the room would take, in every step of a session and for every seat', () => {
    const room = aRoom(plan)
    room.fill(5)
    let checked = 0
    for (;;) {
      for (const seat of [2, 3, 4, 5, 6]) {
        const stands = standing(room, seat)
        const answer = says(room, seat)
        const isHeard = answer === 'ok' || answer === 'rooms/not-in-a-group'
        expect([stands.kind, isHeard]).toEqual([stands.kind, stands.kind === 'writes'])
        checked += 1
      }
      const done = room.goOn(inOrder(room.run, 5))
      if (done !== 'ok' && room.goOn() !== 'ok') break
    }
    expect(checked).toBeGreaterThan(100)
  })

  it('is nothing for whoever has turned away or was muted, with the reason', () => {
    const room = aRoom(plan)
    room.fill(5)
    room.goOn()
    room.goOn(inOrder(room.run, 5))
    room.goOn()
    room.goOn()
    expect(standing(room, 2)).toEqual({ kind: 'turned-away' })
    room.act(1, { do: 'mute', seat: 3, isMuted: true, reason: 'A name.' })
    expect(standing(room, 3)).toEqual({ kind: 'muted', reason: 'A name.' })
  })

  it('names those who speak while others listen', () => {
    const room = aRoom(plan)
    room.fill(5)
    room.goOn()
    room.goOn(inOrder(room.run, 5))
    expect(standing(room, 3)).toMatchObject({ kind: 'listens', to: [{ seat: 2, name: 'P2' }] })
  })

  it('goes to those near, and names them as the room does', () => {
    const room = aRoom(plan)
    room.fill(5)
    room.goOn()
    room.goOn(inOrder(room.run, 5))
    room.goOn()
    const [group] = room.run.groups
    const key = nameOf({ to: 'group', group: group?.number ?? 0, dealt: room.run.dealt })
    expect(standing(room, 4)).toEqual({ kind: 'writes', near: 'group', toRoom: true, key })
  })

  it('is nothing to the whole room while only hosts write there', () => {
    const room = aRoom(plan)
    room.fill(5)
    room.goOn()
    room.act(1, { do: 'set-chat', isOpen: false, slowSeconds: 0 })
    expect(standing(room, 2)).toEqual({ kind: 'closed' })
    expect(says(room, 2)).toBe('rooms/chat-closed')
  })
})
