import { describe, expect, it } from 'vitest'
import { aBlock, aFormat, aPlan, aStep } from '../../../domain/run/rooms.fixture.ts'
import type { RoomPart } from '../../../domain/run/view.ts'
import { type Heard, hear, nothingHeard } from '../../../domain/stream/hear.ts'
import type { SaidPart } from '../../../domain/stream/message.ts'
import { bellNews, roomNews } from './news.ts'

const page = {
  code: 'MEET-7',
  title: 'Thursday',
  organisation: { name: 'Alder Bridge', slug: 'alder-bridge' },
  settings: {
    naming: 'name' as const,
    door: 'code' as const,
    keepsWordsDays: 0,
    hasCaptions: false,
    isPractice: false,
  },
  plan: aPlan([aBlock('one', { format: aFormat({ turn: [aStep('arrive'), aStep('begin')] }) })]),
  language: 'en',
}
const room = (part: Partial<RoomPart> = {}): RoomPart => ({
  status: 'running',
  move: 1,
  at: { block: 0, turn: 1, step: 0 },
  turns: 1,
  clock: { kind: 'open' },
  chat: { isOpen: true, slowSeconds: 0 },
  stage: [],
  spread: { again: 0, isFewest: true, unmixed: [] },
  ...part,
})
const said = (number: number, by: number): SaidPart => ({
  said: number,
  by,
  name: `P${by}`,
  words: `Words ${number}`,
  at: 0,
  isQuestion: false,
  isAnswered: false,
  upvotes: 0,
  to: 'room',
})
const start = hear(nothingHeard, { n: 1, now: 0, room: room() })
const news = (after: Heard, before = start) =>
  roomNews({ before: { heard: before, state: 'live' }, after: { heard: after, state: 'live' }, page })

describe('what a page says aloud', () => {
  it('is the step when it changes, with what to do, and nothing while it stays', () => {
    expect(news(hear(start, { n: 2, now: 0, room: room({ at: { block: 0, turn: 1, step: 1 } }) }))).toEqual([
      'Now: begin. begin',
    ])
    expect(news(hear(start, { n: 2, now: 0, room: room({ move: 2 }) }))).toEqual([])
  })

  it('is new talk by name, and a number where there is more than anybody can listen to', () => {
    const two = hear(start, { n: 2, now: 0, said: [said(1, 3), said(2, 4)] })
    expect(news(two)).toEqual(['P3: Words 1', 'P4: Words 2'])
    const five = hear(start, { n: 2, now: 0, said: [1, 2, 3, 4, 5].map((number) => said(number, 3)) })
    expect(news(five)).toEqual(['5 new messages.'])
    // Heard again, as after a lost connection, it is not said again.
    expect(news(hear(two, { n: 2, now: 0, said: [said(1, 3), said(2, 4)] }), two)).toEqual([])
  })

  it('is the result of a question when it is shown, once, also where too few answered', () => {
    const poll = { id: 'p', kind: 'single' as const, question: 'How was it?', options: ['Good', 'Hard'] }
    const asked = { poll: { ...poll, secrecy: 'anonymous' as const }, secrecy: 'anonymous' as const }
    const open = { ...asked, state: 'open' as const, isShown: false, result: undefined }
    const before = hear(start, { n: 2, now: 0, polls: [open] })
    const shown = { ...open, state: 'closed' as const, isShown: true }
    const result = { answered: 6, counts: [4, 2], words: [] }
    const after = hear(before, { n: 3, now: 0, polls: [{ ...shown, result }] })
    expect(news(after, before)).toEqual(['The result is shown: How was it? 6 answers.'])
    expect(news(after, after)).toEqual([])
    expect(news(hear(before, { n: 3, now: 0, polls: [shown] }), before).join()).toContain('Fewer than five')
  })

  it('is not what she wrote herself', () => {
    const mine = { seat: 3, roles: [] } as unknown as NonNullable<Heard['mine']>
    const before = { ...start, mine }
    expect(news(hear(before, { n: 2, now: 0, said: [said(1, 3)] }), before)).toEqual([])
  })

  it('is that the network went, and that it is back', () => {
    const lost = roomNews({
      before: { heard: start, state: 'live' },
      after: { heard: start, state: 'lost' },
      page,
    })
    expect(lost).toHaveLength(1)
    const back = roomNews({
      before: { heard: start, state: 'lost' },
      after: { heard: start, state: 'live' },
      page,
    })
    expect(back).toEqual(['The network is back.'])
  })
})

describe('the bell', () => {
  const clock = { kind: 'running' as const, endsAt: 0, length: 120_000 }

  it('warns once at a minute and once at ten seconds, and at no other second', () => {
    const warned: (string | undefined)[] = []
    for (let left = 120; left > 0; left -= 1) warned.push(bellNews({ before: left, after: left - 1, clock }))
    expect(warned.filter((words) => words !== undefined)).toEqual(['One minute left.', 'Ten seconds left.'])
  })

  it('does not warn of a minute where a step never had one, nor long after it has passed', () => {
    const short = { ...clock, length: 60_000 }
    expect(bellNews({ before: 61, after: 60, clock: short })).toBeUndefined()
    expect(bellNews({ before: 100, after: 30, clock })).toBeUndefined()
  })
})
