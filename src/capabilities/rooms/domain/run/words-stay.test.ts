import { describe, expect, it } from 'vitest'
import { hear, nothingHeard } from '../stream/hear.ts'
import { hearersNear, mayHear, nameOf } from './hearers.ts'
import { aBlock, aFormat, aPlan, aRoom, aStep, wiseCrowds } from './rooms.fixture.ts'
import { seeGroup, seeMine } from './view.ts'

const twos = aFormat({
  groups: { least: 2, ideal: 2, most: 3 },
  turn: [aStep('talk', { together: 'groups' })],
  after: [aStep('together', { together: 'everyone' })],
})
const pairs = (...seats: number[][]) => ({ groups: seats.map((two) => ({ name: '', seats: two })) })
const inGroups = () => {
  const room = aRoom(aPlan([aBlock('one', { format: twos }), aBlock('two', { format: twos })]))
  room.fill(4)
  room.goOn(pairs([2, 3], [4, 5]))
  return room
}
const said = (room: ReturnType<typeof inGroups>) => [...room.run.said.values()]

describe('words of a group', () => {
  it('are not for who sits under its number after groups were dealt again', () => {
    const room = inGroups()
    room.act(2, { do: 'say', to: 'nearby', words: 'Between us', isQuestion: false })
    const [first] = said(room)
    if (!first) throw new Error('nothing was said')
    expect([2, 3, 4].map((seat) => mayHear(room.run, seat, first))).toEqual([true, true, false])
    room.goOn()
    room.goOn(pairs([4, 5], [2, 3]))
    expect([2, 3, 4, 5].some((seat) => mayHear(room.run, seat, first))).toBe(false)
  })

  it('are not for who comes to the group after they were said, nor in an old pair for a new one', () => {
    const room = inGroups()
    room.act(2, { do: 'say', to: 'nearby', words: 'Before', isQuestion: false })
    room.act(1, { do: 'place', seat: 4, group: 1 })
    room.act(2, { do: 'say', to: 'nearby', words: 'After', isQuestion: false })
    const heardBy = (seat: number) => said(room).map((one) => mayHear(room.run, seat, one))
    expect([2, 3, 4, 5].map(heardBy)).toEqual([
      [true, true],
      [true, true],
      [false, true],
      [false, false],
    ])
    expect(room.act(4, { do: 'report', said: [...room.run.said.keys()][0] ?? 0 })).toBe(
      'rooms/message-unknown',
    )
  })

  it('stay with a pair when the one who sat before it leaves', () => {
    const inPairs = aFormat({
      groups: { least: 2, ideal: 5, most: 6 },
      turn: [aStep('talk', { together: 'pairs' })],
    })
    const room = aRoom(aPlan([aBlock('one', { format: inPairs })]))
    room.fill(6)
    room.goOn(pairs([2, 3, 4, 5, 6, 7]))
    room.act(4, { do: 'say', to: 'nearby', words: 'We two', isQuestion: false })
    room.act(2, { do: 'leave' })
    const [first] = said(room)
    expect([3, 4, 5, 6].map((seat) => first && mayHear(room.run, seat, first))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('of hosts among themselves are not for who becomes a host afterwards', () => {
    const room = inGroups()
    room.act(1, { do: 'say', to: 'hosts', words: 'How is she doing?', isQuestion: false })
    room.act(1, { do: 'name-host', seat: 2, isHost: true })
    room.act(1, { do: 'say', to: 'hosts', words: 'Welcome', isQuestion: false })
    const heardBy = (seat: number) => said(room).map((one) => mayHear(room.run, seat, one))
    expect([heardBy(1), heardBy(2)]).toEqual([
      [true, true],
      [false, true],
    ])
  })

  it('are with the group again after the step that parted it was undone', () => {
    const room = inGroups()
    room.act(2, { do: 'say', to: 'nearby', words: 'Between us', isQuestion: false })
    room.goOn()
    room.goOn(pairs([4, 5], [2, 3]))
    room.act(1, { do: 'undo', move: room.run.move })
    const [first] = said(room)
    expect(first && mayHear(room.run, 3, first)).toBe(true)
  })

  it('and what it asked for are nobody else’s after a step was undone', () => {
    const asking = aFormat({
      ...wiseCrowds,
      groups: { least: 2, ideal: 2, most: 3 },
      turn: [aStep('present', { together: 'groups', asks: { part: 'client', label: { en: 'What?' } } })],
    })
    const room = aRoom(aPlan([aBlock('one', { format: asking }), aBlock('two', { format: asking })]))
    room.fill(4)
    room.goOn(pairs([2, 3], [4, 5]))
    expect(room.act(2, { do: 'ask', words: 'Mine' })).toBe('ok')
    const mine = room.run.number
    room.act(3, { do: 'ask-for-help', isAsked: true })
    while (room.run.at?.block === 0) room.goOn(pairs([4, 5], [2, 3]))
    expect(room.act(4, { do: 'ask', words: 'Not for others' })).toBe('ok')
    room.act(2, { do: 'ask-for-help', isAsked: true })
    room.act(1, { do: 'undo', move: room.run.move })
    expect(room.run.groups[0]?.seats).toEqual([2, 3])
    expect([...room.run.asks.values()]).not.toContain(room.run.number - 2)
    expect([...room.run.asks.values()].every((number) => number <= mine)).toBe(true)
    expect([...room.run.asking]).toEqual([1])
  })

  it('are said to nobody else when a step came while they were on their way', () => {
    const room = inGroups()
    const mine = hearersNear(room.run, 2)
    if (!mine) throw new Error('no group')
    const late = { do: 'say', to: 'nearby', words: 'Late', isQuestion: false, near: nameOf(mine) } as const
    expect(room.act(2, late)).toBe('ok')
    room.goOn()
    expect(room.act(2, late)).toBe('rooms/has-moved-on')
    room.goOn(pairs([4, 5], [2, 3]))
    expect(room.act(2, late)).toBe('rooms/has-moved-on')
    expect(said(room)).toHaveLength(1)
  })

  it('leave the page with the group, and what was said to all stays', () => {
    const words = { by: 3, name: 'P3', words: 'x', at: 0, isQuestion: false, isAnswered: false, upvotes: 0 }
    const group = { number: 1, name: '', dealt: 4, seats: [], asks: undefined, asked: undefined }
    const before = hear(nothingHeard, {
      n: 5,
      now: 0,
      group,
      said: [
        { ...words, said: 1, to: 'room' },
        { ...words, said: 2, to: 'group' },
        { ...words, said: 3, to: 'pair' },
      ],
    })
    expect([...hear(before, { n: 6, now: 0, group }).said.keys()]).toEqual([1, 2, 3])
    expect([...hear(before, { n: 6, now: 0, group: { ...group, dealt: 6 } }).said.keys()]).toEqual([1])
    expect([...hear(before, { n: 6, now: 0, group: null }).said.keys()]).toEqual([1])
  })
})

describe('what somebody reads of herself', () => {
  it('is why she cannot write, and why her words were taken away', () => {
    const room = inGroups()
    room.act(2, { do: 'say', to: 'room', words: 'A name', isQuestion: false })
    room.act(1, { do: 'take-away', said: room.run.number, reason: 'It names a patient.' })
    room.act(1, { do: 'mute', seat: 2, isMuted: true, reason: 'A pause.' })
    expect(seeMine(room.run, 2)).toMatchObject({
      reason: 'A pause.',
      takenAway: [{ reason: 'It names a patient.' }],
    })
    room.act(1, { do: 'mute', seat: 2, isMuted: false, reason: '' })
    expect(seeMine(room.run, 2)?.reason).toBe('')
  })

  it('is what was asked in her group', () => {
    const room = inGroups()
    const [group] = room.run.groups
    if (!group) throw new Error('no group')
    room.run.asks.set(group.number, 12)
    expect(seeGroup(room.run, group, (number) => `words of ${number}`).asked).toBe('words of 12')
  })
})
