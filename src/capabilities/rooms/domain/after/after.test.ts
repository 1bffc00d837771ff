import { describe, expect, it } from 'vitest'
import type { Poll } from '../polls/poll.ts'
import { aBlock, aPlan, aRoom, inOrder, wiseCrowds } from '../run/rooms.fixture.ts'
import { attendanceOf } from './attendance.ts'
import { recordOf, wordsForRecord } from './record.ts'

const outcome: Poll = {
  id: 'learnt',
  kind: 'single',
  question: 'Do you know whom to ask?',
  options: ['yes', 'not yet'],
  secrecy: 'named',
  isOutcome: true,
}
const aSession = () => {
  const room = aRoom(
    aPlan([
      aBlock('welcome', { title: 'Welcome' }),
      aBlock('crowds', { kind: 'format', title: 'Wise Crowds', format: wiseCrowds }),
      aBlock('never', { title: 'Not reached' }),
    ]),
  )
  room.fill(8)
  return room
}

describe('the record of a room', () => {
  it('holds what was agreed to, and nothing else that anybody wrote', () => {
    const room = aSession()
    room.goOn()
    const say = (seat: number, words: string) => {
      room.act(seat, { do: 'say', to: 'room', words, isQuestion: false })
      return room.run.number
    }
    const kept = say(2, 'given')
    const taken = say(3, 'taken back')
    say(4, 'not given')
    expect(room.act(3, { do: 'give', said: kept, isGiven: true })).toBe('rooms/message-unknown')
    room.act(2, { do: 'give', said: kept, isGiven: true })
    room.act(3, { do: 'give', said: taken, isGiven: true })
    room.act(3, { do: 'take-back', said: taken })
    room.goOn(inOrder(room.run, 4))
    room.act(4, { do: 'note', words: 'agreed' })
    const agreed = room.run.number
    room.act(8, { do: 'note', words: 'not agreed' })
    for (const seat of [2, 3]) room.act(seat, { do: 'approve', takeaway: agreed, isApproved: true })
    room.act(1, { do: 'end' })
    expect(wordsForRecord(room.run)).toEqual([agreed, kept])
    const record = recordOf(room.run, (number) => `words of ${number}`)
    expect(record.takeaways).toEqual([`words of ${agreed}`])
    expect(record.given).toEqual([`words of ${kept}`])
    expect(record.parts.map(({ title }) => title)).toEqual(['Welcome', 'Wise Crowds'])
    expect(recordOf(room.run, () => undefined)).toMatchObject({ takeaways: [], given: [] })
  })

  it('names nobody', () => {
    const room = aSession()
    room.goOn()
    room.act(1, { do: 'end' })
    expect(JSON.stringify(recordOf(room.run, () => 'words'))).not.toMatch(/P\d|seat|name/)
  })

  it('has the answers to what was to be learnt once five answered and the room saw them', () => {
    const room = aSession()
    room.act(1, { do: 'open-poll', poll: outcome })
    for (const seat of [2, 3, 4, 5]) room.act(seat, { do: 'vote', poll: 'learnt', choice: { picks: [0] } })
    room.act(1, { do: 'show-poll', poll: 'learnt', isShown: true })
    const outcomes = () => recordOf(room.run, () => undefined).outcomes
    expect(outcomes()).toEqual([])
    room.act(6, { do: 'vote', poll: 'learnt', choice: { picks: [1] } })
    expect(outcomes()).toMatchObject([{ tally: { answered: 5, counts: [4, 1] } }])
    room.act(1, { do: 'show-poll', poll: 'learnt', isShown: false })
    expect(outcomes()).toEqual([])
  })
})

describe('attendance', () => {
  const minutesOf = (room: ReturnType<typeof aSession>, seat: number) =>
    attendanceOf(room.log, room.now()).find((one) => one.seat === seat)?.minutes

  it('counts from the first step to the end, whoever came earlier', () => {
    const room = aSession()
    room.pass(20 * 60)
    room.goOn()
    room.pass(45 * 60)
    room.act(1, { do: 'end' })
    room.pass(600)
    expect(minutesOf(room, 2)).toBe(45)
  })

  it('does not mind a few minutes without a network, and does not count half an hour elsewhere', () => {
    const room = aSession()
    room.goOn()
    const away = (seat: number, minutes: number) => {
      room.act('house', { do: 'notice', seat, presence: 'away' })
      room.pass(minutes * 60)
      room.act('house', { do: 'notice', seat, presence: 'here' })
    }
    room.pass(10 * 60)
    away(2, 4)
    away(3, 30)
    room.act(4, { do: 'leave' })
    room.pass(16 * 60)
    room.act(1, { do: 'end' })
    expect([2, 3, 4, 5].map((seat) => minutesOf(room, seat))).toEqual([60, 30, 44, 60])
  })

  it('knows people by the name that they chose last, and says nothing of what they did', () => {
    const room = aSession()
    room.act(2, { do: 'rename', name: 'Night owl' })
    const [, two] = attendanceOf(room.log, room.now())
    expect(two).toEqual({ seat: 2, name: 'Night owl', isHost: false, cameAt: 1_000_000, minutes: 0 })
  })
})
