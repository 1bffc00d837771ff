import { describe, expect, it } from 'vitest'
import { aBlock, aFormat, aPlan, aRoom, aStep, wiseCrowds } from './rooms.fixture.ts'
import { seeMine } from './view.ts'

const stages = aFormat({
  groups: { least: 2, ideal: 4, most: 6 },
  roles: [
    { id: 'client', kind: 'part', whose: 'stage', least: 1, most: 1, name: { en: 'c' }, task: { en: 'c' } },
  ],
  turn: [aStep('away', { turnedAway: ['client'] })],
})
const fours = { groups: [{ name: '', seats: [2, 3, 4, 5] }] }

const inATurn = (steps: number) => {
  const room = aRoom(aPlan([aBlock('crowds', { kind: 'format', format: wiseCrowds }), aBlock('end')]))
  room.fill(4)
  room.goOn(fours)
  for (let at = 0; at < steps; at += 1) room.goOn()
  const say = (seat: number, to: 'room' | 'nearby' = 'room') =>
    room.act(seat, { do: 'say', to, words: 'A word', isQuestion: false })
  const outAndIn = (seat: number) => [room.act(seat, { do: 'leave' }), room.act(seat, { do: 'come-back' })]
  return { ...room, say, outAndIn }
}

describe('who has turned away', () => {
  it('writes nothing after leaving and coming back, from the door or in the group again', () => {
    const room = inATurn(2)
    expect(room.run.roles.get(2)).toEqual(['client'])
    expect(room.outAndIn(2)).toEqual(['ok', 'ok'])
    expect(room.say(2)).toBe('rooms/turned-away')
    expect(room.act(2, { do: 'rename', name: 'No' })).toBe('rooms/turned-away')
    expect(room.act(2, { do: 'note', words: 'No' })).toBe('rooms/turned-away')
    room.act(1, { do: 'place', seat: 2, group: 1 })
    expect(room.run.roles.get(2)).toEqual(['client'])
    expect(room.say(2, 'nearby')).toBe('rooms/turned-away')
  })

  it('is in front of all again after coming back, where nobody was asked there meanwhile', () => {
    const room = aRoom(aPlan([aBlock('one', { format: stages })]))
    room.fill(4)
    room.goOn(fours)
    const choose = (seat: number) => room.act(1, { do: 'choose', seat, part: 'client' })
    expect(choose(2)).toBe('ok')
    room.act(2, { do: 'leave' })
    room.act(2, { do: 'come-back' })
    expect(room.act(2, { do: 'say', to: 'room', words: 'A word', isQuestion: false })).toBe(
      'rooms/turned-away',
    )
    room.act(2, { do: 'leave' })
    expect(choose(3)).toBe('ok')
    room.act(2, { do: 'come-back' })
    expect([room.run.roles.get(2), room.run.roles.get(3)]).toEqual([undefined, ['client']])
  })

  it('has no part of an earlier turn when she comes back in the next', () => {
    const room = inATurn(2)
    room.act(2, { do: 'leave' })
    room.goOn()
    room.goOn()
    expect(room.run.at?.turn).toBe(2)
    room.act(2, { do: 'come-back' })
    expect(room.run.roles.get(2)).toBeUndefined()
  })
})

describe('where named people speak', () => {
  it('nobody writes from the door', () => {
    const room = inATurn(0)
    expect(room.say(3)).toBe('rooms/not-your-turn-to-write')
    room.sit(6)
    expect(room.say(6)).toBe('rooms/not-your-turn-to-write')
    expect(room.say(2)).toBe('ok')
  })
})

describe('who is muted', () => {
  it('says nothing by a name either', () => {
    const room = inATurn(1)
    room.act(1, { do: 'mute', seat: 3, isMuted: true, reason: 'A pause.' })
    expect(room.act(3, { do: 'rename', name: 'Still here' })).toBe('rooms/muted')
  })
})

describe('who has left', () => {
  it('comes back on purpose alone, not by a page that opens', () => {
    const room = inATurn(1)
    room.act(3, { do: 'leave' })
    for (const presence of ['here', 'away'] as const)
      expect(room.act('house', { do: 'notice', seat: 3, presence })).toBe('ok')
    expect(seeMine(room.run, 3)?.presence).toBe('left')
    room.act(3, { do: 'come-back' })
    expect(seeMine(room.run, 3)?.presence).toBe('here')
  })
})
