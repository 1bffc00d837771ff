import { describe, expect, it } from 'vitest'
import type { Role } from '../../format/format.ts'
import { stepNow } from '../place.ts'
import { aBlock, aFormat, aPlan, aRoom, aStep, inOrder, wiseCrowds } from '../rooms.fixture.ts'
import { step } from '../touched.ts'
import { seeRoom } from '../view.ts'

const words = (en: string) => ({ en })
const pitched = { ...wiseCrowds, turns: 1, before: [aStep('pitch', { together: 'groups' })] }

const crowd = (format = wiseCrowds, people = 5, size = 5) => {
  const room = aRoom(aPlan([aBlock('crowds', { format })]))
  room.fill(people)
  room.goOn(inOrder(room.run, size))
  return room
}

const having = (room: ReturnType<typeof aRoom>, role: string) =>
  [...room.run.roles].flatMap(([seat, roles]) => (roles.includes(role) ? [seat] : []))

describe('a turn', () => {
  it('goes to whoever brings her matter after the group has chosen, and to the first of the bench otherwise', () => {
    const room = crowd(pitched)
    expect(having(room, 'client')).toEqual([])
    expect(room.act(4, { do: 'take-turn' })).toBe('ok')
    expect(room.act(5, { do: 'take-turn' })).toBe('ok')
    room.goOn()
    expect(having(room, 'client')).toEqual([5])
    const silent = crowd(pitched)
    silent.goOn()
    expect(having(silent, 'client')).toEqual([2])
  })

  it('is given away in its first step and not later, and comes back to whoever gave it', () => {
    const room = crowd()
    const duties = room.run.roles.get(4)
    expect(room.act(4, { do: 'take-turn' })).toBe('ok')
    expect(having(room, 'client')).toEqual([4])
    expect(room.run.roles.get(2)).toEqual(duties)
    room.goOn()
    expect(room.act(3, { do: 'take-turn' })).toBe('rooms/turn-over')
    const clients = [4]
    for (let turn = 1; turn < 5; turn += 1) {
      while (stepNow(room.run)?.id !== 'feedback') room.goOn()
      room.goOn()
      clients.push(...having(room, 'client'))
    }
    expect(clients).toEqual([4, 2, 3, 5, 6])
  })

  it('cannot be had twice while others wait', () => {
    const room = crowd()
    for (let step = 0; step < 4; step += 1) room.goOn()
    expect(room.act(2, { do: 'take-turn' })).toBe('rooms/turn-over')
  })

  it('is not lost when groups are dealt again within it, and what was asked for is not shown to others', () => {
    const room = crowd(wiseCrowds, 8, 4)
    room.act(2, { do: 'ask', words: 'How do I begin?' })
    const groups = [
      { name: 'One', seats: [2, 4, 6, 8] },
      { name: 'Two', seats: [3, 5, 7, 9] },
    ]
    expect(room.act(1, { do: 'deal-again', move: room.run.move, deal: { groups } })).toBe('ok')
    expect(room.run.asks.size).toBe(0)
    const clients: number[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      clients.push(...having(room, 'client'))
      while (stepNow(room.run)?.id !== 'feedback') room.goOn()
      room.goOn()
    }
    expect(clients.toSorted()).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('leaves nobody mute in a group whose turns are all over, whoever keeps its time', () => {
    const room = crowd(wiseCrowds, 9, 5)
    for (let step = 0; step < 16; step += 1) room.goOn()
    expect(having(room, 'client')).toEqual([6])
    for (const seat of [7, 8, 9, 10])
      expect(room.act(seat, { do: 'say', to: 'nearby', words: 'And now?', isQuestion: false })).toBe('ok')
  })
})

const onStage = (id: string, most: number): Role => ({
  id,
  kind: 'part',
  whose: 'stage',
  least: 1,
  most,
  name: words(id),
  task: words(id),
})

describe('the stage', () => {
  const large = aFormat({
    groups: { least: 5, ideal: 6, most: 7 },
    roles: [
      onStage('client', 1),
      onStage('primary', 3),
      { id: 'satellite', kind: 'part', whose: 'rest', name: words('s'), task: words('s') },
      { id: 'speaker', kind: 'duty', name: words('d'), task: words('d') },
    ],
    before: [aStep('choose')],
    turn: [
      aStep('present', { speaks: ['client'] }),
      aStep('critique', { together: 'groups', turnedAway: ['client'] }),
    ],
  })

  const chosen = () => {
    const room = crowd(large, 12, 6)
    room.act(1, { do: 'choose', seat: 2, part: 'client' })
    room.act(1, { do: 'choose', seat: 8, part: 'primary' })
    return room
  }

  it('is a table of its own for those whom the host chooses, and only so many', () => {
    const room = chosen()
    expect(room.run.groups.map(({ seats }) => seats)).toEqual([
      [3, 4, 5, 6, 7],
      [9, 10, 11, 12, 13],
      [2, 8],
    ])
    expect(room.act(1, { do: 'choose', seat: 3, part: 'client' })).toBe('rooms/part-taken')
    expect(room.act(1, { do: 'choose', seat: 3, part: 'satellite' })).toBe('rooms/part-unknown')
    expect(room.act(1, { do: 'choose', seat: 99, part: 'primary' })).toBe('rooms/seat-unknown')
    expect(room.act(3, { do: 'choose', seat: 3, part: 'primary' })).toBe('rooms/only-hosts')
  })

  it('keeps its people through the turn, gets no duty and no latecomer', () => {
    const room = chosen()
    room.sit(20)
    room.goOn()
    expect(room.run.roles.get(2)).toEqual(['client'])
    expect(room.run.roles.get(8)).toEqual(['primary'])
    expect(room.run.groups.find(({ seats }) => seats.includes(20))?.number).not.toBe(3)
    expect(having(room, 'speaker')).toHaveLength(2)
  })

  it('is heard by all, and those who sit before it do not write while it speaks', () => {
    const room = chosen()
    room.goOn()
    const say = (seat: number) => room.act(seat, { do: 'say', to: 'room', words: 'So', isQuestion: false })
    expect(say(2)).toBe('ok')
    expect(say(8)).toBe('rooms/not-your-turn-to-write')
    expect(say(3)).toBe('rooms/not-your-turn-to-write')
  })

  it('is seen by everybody, and seen to empty when somebody leaves it', () => {
    const room = chosen()
    expect(seeRoom(room.run).stage.map(({ seat, roles }) => [seat, roles])).toEqual([
      [2, ['client']],
      [8, ['primary']],
    ])
    const coming = { kind: 'role-changed', seat: 3, roles: ['primary'] } as const
    const leaving = { kind: 'presence-changed', seat: 8, presence: 'left' } as const
    expect(step(room.run, coming)).toContainEqual({ part: 'room' })
    expect(step(room.run, leaving)).toContainEqual({ part: 'room' })
    expect(seeRoom(room.run).stage.map(({ seat }) => seat)).toEqual([2, 3])
    const elsewhere = { kind: 'hand-changed', seat: 5, isUp: true } as const
    expect(step(room.run, elsewhere)).not.toContainEqual({ part: 'room' })
  })

  it('stands in a whole room as well, where nobody else has a part', () => {
    const round = aFormat({
      roles: [onStage('panel', 2)],
      turn: [aStep('choose'), aStep('tell', { speaks: ['panel'] })],
    })
    const room = aRoom(aPlan([aBlock('round', { format: round })]))
    room.fill(4)
    room.goOn()
    expect(room.act(1, { do: 'choose', seat: 3, part: 'panel' })).toBe('ok')
    expect(room.run.groups).toEqual([])
    room.goOn()
    const say = (seat: number) => room.act(seat, { do: 'say', to: 'room', words: 'So', isQuestion: false })
    expect([2, 3, 4].map(say)).toEqual(['rooms/not-your-turn-to-write', 'ok', 'rooms/not-your-turn-to-write'])
  })
})

describe('a take-away', () => {
  const note = { do: 'note', words: 'Ask earlier' } as const

  it('is refused from whoever has turned away or is muted, as any other words are', () => {
    const room = crowd()
    room.act(1, { do: 'mute', seat: 3, isMuted: true, reason: 'Names a patient' })
    room.goOn()
    room.goOn()
    expect(room.act(2, note)).toBe('rooms/turned-away')
    expect(room.act(3, note)).toBe('rooms/muted')
    expect(room.act(4, note)).toBe('ok')
  })

  it('is kept by nobody in a format that keeps no notes', () => {
    const room = crowd({ ...wiseCrowds, keepsNoNotes: true })
    expect(room.act(4, note)).toBe('rooms/no-notes')
  })
})
