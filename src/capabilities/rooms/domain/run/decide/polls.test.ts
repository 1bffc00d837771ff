import { describe, expect, it } from 'vitest'
import type { Poll } from '../../polls/poll.ts'
import { aBlock, aPlan, aRoom } from '../rooms.fixture.ts'
import { MOST_OPEN_POLLS, MOST_POLLS } from './polls.ts'

const aPoll = (id: string, over: Partial<Poll> = {}): Poll => ({
  id,
  kind: 'single',
  question: 'How was it?',
  options: ['Good', 'Hard'],
  secrecy: 'anonymous',
  ...over,
})

const asked = () => {
  const room = aRoom(aPlan([aBlock('welcome'), aBlock('poll', { kind: 'poll', poll: aPoll('planned') })]))
  room.fill(5)
  const open = (id: string) => room.act(1, { do: 'open-poll', poll: aPoll(id) })
  return { room, open, close: (id: string) => room.act(1, { do: 'close-poll', poll: id }) }
}

describe('questions of a room', () => {
  it('are three at once at most; one that was planned comes in its turn all the same', () => {
    const { room, open, close } = asked()
    for (let at = 0; at < MOST_OPEN_POLLS; at += 1) expect(open(`p${at}`)).toBe('ok')
    expect(open('more')).toBe('rooms/polls-open')
    room.goOn()
    room.goOn()
    expect(room.run.polls.get('planned')?.state).toBe('open')
    for (const id of ['p0', 'planned']) close(id)
    expect(open('more')).toBe('ok')
  })

  it('end at some number, so that no host fills the disk', () => {
    const { open, close } = asked()
    for (let at = 0; at < MOST_POLLS; at += 1) {
      expect(open(`p${at}`)).toBe('ok')
      close(`p${at}`)
    }
    expect(open('more')).toBe('rooms/polls-enough')
  })

  it('without names are counted once, and from five answers on', () => {
    const { room, open } = asked()
    open('p')
    const count = (answered: number) =>
      room.act('house', { do: 'count', poll: 'p', tally: { answered, counts: [answered, 0], words: [] } })
    expect(count(4)).toBe('rooms/too-few-answers')
    expect(count(5)).toBe('ok')
    expect(count(10)).toBe('rooms/too-few-answers')
    expect(room.act(1, { do: 'show-poll', poll: 'p', isShown: true })).toBe('ok')
    expect(room.run.polls.get('p')).toMatchObject({ state: 'closed', tally: { answered: 5 } })
  })

  it('without names give tickets to those alone who had a seat when they were asked', () => {
    const { room, open } = asked()
    open('p')
    room.act('house', { do: 'give-key', poll: 'p', key: 'key' })
    room.sit(20)
    const take = (seat: number) => room.act(seat, { do: 'take-ticket', poll: 'p', asked: `by ${seat}` })
    expect([take(2), take(20)]).toEqual(['ok', 'rooms/asked-before'])
  })
})
