import { describe, expect, it } from 'vitest'
import { aBlock, aPlan, aRoom, inOrder, wiseCrowds } from './rooms.fixture.ts'
import { isAmong, isForRecord, neededFor } from './takeaways.ts'

const KEEPER = 4

const aDebrief = () => {
  const room = aRoom(
    aPlan([aBlock('crowds', { kind: 'format', format: wiseCrowds }), aBlock('debrief', { kind: 'debrief' })]),
  )
  room.fill(8)
  room.goOn(inOrder(room.run, 4))
  expect(room.act(KEEPER, { do: 'note', words: 'Ask for cover before the night' })).toBe('ok')
  const [takeaway] = room.run.takeaways.keys()
  if (takeaway === undefined) throw new Error('nothing was noted')
  const say = (seat: number, isApproved: boolean) => room.act(seat, { do: 'approve', takeaway, isApproved })
  const found = () => {
    const one = room.run.takeaways.get(takeaway)
    if (!one) throw new Error('it is gone')
    return one
  }
  return { ...room, takeaway, say, found }
}

describe('a take-away of a group', () => {
  it('goes into the record once more than half of the group say yes, whoever wrote it among them', () => {
    const { say, found } = aDebrief()
    expect(neededFor(found())).toBe(3)
    say(2, true)
    expect(isForRecord(found())).toBe(false)
    say(3, true)
    expect(isForRecord(found())).toBe(true)
  })

  it('stays out as soon as one of the group asks for that, until she changes her mind', () => {
    const { say, found } = aDebrief()
    for (const seat of [2, 3]) say(seat, true)
    expect(say(5, false)).toBe('ok')
    expect(isForRecord(found())).toBe(false)
    say(5, true)
    expect(isForRecord(found())).toBe(true)
  })

  it('is not to be read or approved by other groups, nor by a host who sits elsewhere', () => {
    const { say, found } = aDebrief()
    expect([1, 6, 9].map((seat) => isAmong(found(), seat))).toEqual([false, false, false])
    for (const seat of [1, 6, 9]) expect(say(seat, true)).toBe('rooms/takeaway-unknown')
  })

  it('stays with those who wrote it when the room goes on and groups part', () => {
    const { say, found, act, run } = aDebrief()
    while (run.at?.block === 0) act(1, { do: 'go-on', move: run.move, deal: { groups: [] } })
    expect(run.groups).toEqual([])
    expect([say(2, true), say(3, true)]).toEqual(['ok', 'ok'])
    expect(isForRecord(found())).toBe(true)
  })

  it('is gone for good once whoever wrote it withdraws it', () => {
    const { say, found, act, takeaway } = aDebrief()
    for (const seat of [2, 3]) say(seat, true)
    expect(act(2, { do: 'withdraw', takeaway })).toBe('rooms/not-allowed')
    expect(act(KEEPER, { do: 'withdraw', takeaway })).toBe('ok')
    expect(isForRecord(found())).toBe(false)
    expect(say(5, true)).toBe('rooms/takeaway-unknown')
  })

  it('is written by whoever keeps the notes there, by nobody at the door, and in a large room by hosts', () => {
    const { act, run, sit } = aDebrief()
    const note = { do: 'note', words: 'One more' } as const
    expect([2, 3, 5].map((seat) => act(seat, note))).toEqual(Array(3).fill('rooms/not-your-turn-to-write'))
    sit(10)
    expect(act(10, note)).toBe('rooms/not-in-a-group')
    while (run.at?.block === 0) act(1, { do: 'go-on', move: run.move, deal: { groups: [] } })
    expect(act(2, note)).toBe('ok')
    for (let seat = 11; seat <= 14; seat += 1) sit(seat)
    expect([act(2, note), act(1, note)]).toEqual(['rooms/only-hosts', 'ok'])
  })

  it('waits like any message where talk is slow, and there are so many in a step and no more', () => {
    const { act, run, pass } = aDebrief()
    const note = { do: 'note', words: 'One more' } as const
    act(1, { do: 'set-chat', isOpen: true, slowSeconds: 30 })
    expect(act(KEEPER, note)).toBe('rooms/slow-down')
    pass(31)
    expect(act(KEEPER, note)).toBe('ok')
    act(1, { do: 'set-chat', isOpen: true, slowSeconds: 0 })
    for (let at = 0; at < 30; at += 1) act(KEEPER, note)
    expect(run.takeaways.size).toBe(20)
    expect(act(KEEPER, note)).toBe('rooms/takeaways-enough')
  })

  it('needs five and no more in a large room', () => {
    expect([1, 2, 3, 4, 8, 9, 400].map((people) => neededFor({ people }))).toEqual([1, 2, 2, 3, 5, 5, 5])
  })
})
