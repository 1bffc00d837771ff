import { expect, test } from 'vitest'
import { isOverdue, replyStanding } from './reply.ts'

test('a release that nobody replied to tells how many days it has waited', () => {
  const waiting = (publishedOn: string, today: string) => replyStanding({ publishedOn, today, replies: [] })
  expect(waiting('2026-11-30', '2026-12-12')).toEqual({ kind: 'waiting', days: 12 })
  expect(waiting('2026-11-30', '2026-11-30')).toEqual({ kind: 'waiting', days: 0 })
  // A clock that was set back tells no negative age.
  expect(waiting('2026-11-30', '2026-11-29')).toEqual({ kind: 'waiting', days: 0 })
  // Across a change of clocks a day is a day.
  expect(waiting('2026-03-28', '2026-03-30')).toEqual({ kind: 'waiting', days: 2 })
})

test('promises and refusals are counted apart', () => {
  const replies = [{ stance: 'will' }, { stance: 'will-not' }, { stance: 'will' }] as const
  expect(replyStanding({ publishedOn: '2026-11-30', today: '2026-12-12', replies })).toEqual({
    kind: 'replied',
    will: 2,
    willNot: 1,
  })
})

test('a promise whose day has passed shows it until somebody says what became of it', () => {
  const promise = { stance: 'will', dueOn: '2026-12-01', outcome: null } as const
  expect(isOverdue(promise, '2026-12-01')).toBe(false)
  expect(isOverdue(promise, '2026-12-02')).toBe(true)
  const kept = { ...promise, outcome: { kind: 'done', words: '', at: new Date(0) } } as const
  expect(isOverdue(kept, '2026-12-02')).toBe(false)
  expect(isOverdue({ ...promise, stance: 'will-not' }, '2026-12-02')).toBe(false)
})
