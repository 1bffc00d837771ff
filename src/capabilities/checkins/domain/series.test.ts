import { expect, test } from 'vitest'
import { warningsOf } from './asking-too-often.ts'
import { daysOf, isDay, type Rhythm } from './series.ts'

const plan = (rhythm: Rhythm, firstOn: string, more: object = {}) => ({
  rhythm,
  firstOn,
  daysOpen: 5,
  holidays: [] as string[],
  onHoliday: 'move' as const,
  ...more,
})
const opens = (given: ReturnType<typeof plan>, count = 5) =>
  daysOf(given, { from: given.firstOn, count }).map(({ opensOn }) => opensOn)

test('a weekly and a fortnightly rhythm keep their weekday over the end of a year', () => {
  expect(opens(plan('weekly', '2026-12-21'), 3)).toEqual(['2026-12-21', '2026-12-28', '2027-01-04'])
  expect(opens(plan('fortnightly', '2026-12-21'), 3)).toEqual(['2026-12-21', '2027-01-04', '2027-01-18'])
})

test('a monthly rhythm keeps the second Tuesday; where a month has no fifth Monday, its last is taken', () => {
  expect(opens(plan('monthly', '2026-12-08'), 4)).toEqual([
    '2026-12-08',
    '2027-01-12',
    '2027-02-09',
    '2027-03-09',
  ])
  expect(opens(plan('monthly', '2026-11-30'), 4)).toEqual([
    '2026-11-30',
    '2026-12-28',
    '2027-01-25',
    '2027-02-22',
  ])
  expect(opens(plan('quarterly', '2026-11-30'), 3)).toEqual(['2026-11-30', '2027-02-22', '2027-05-31'])
})

test('a date on a holiday moves to the next free day, or is skipped; it never runs into the next one', () => {
  const holidays = ['2026-12-21', '2026-12-22']
  expect(opens(plan('weekly', '2026-12-14', { holidays, daysOpen: 4 }), 3)).toEqual([
    '2026-12-14',
    '2026-12-23',
    '2026-12-28',
  ])
  expect(opens(plan('weekly', '2026-12-14', { holidays, daysOpen: 5 }), 3)).toEqual([
    '2026-12-14',
    null,
    '2026-12-28',
  ])
  expect(opens(plan('weekly', '2026-12-14', { holidays, onHoliday: 'skip' }), 2)).toEqual([
    '2026-12-14',
    null,
  ])
})

test('a day is one of the calendar', () => {
  expect(['2028-02-29', '2026-02-29', '2026-13-01', '1.12.2026', ''].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})

const span = (day: string) => ({
  opensAt: new Date(`${day}T06:00:00Z`),
  closesAt: new Date(`${day}T06:00:00Z`),
})

test('a lead is warned of many questions, of more than one check-in a week, and of overlapping teams', () => {
  const dates = ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'].map(span)
  const warn = (items: number, others: Parameters<typeof warningsOf>[0]['others']) =>
    warningsOf({ rhythm: 'weekly', items, dates, others })
  expect(warn(5, [])).toEqual([])
  expect(warn(9, [])).toEqual([{ code: 'many-items', items: 9, most: 6 }])
  const other = { title: 'Module', ...span('2026-12-16') }
  expect(warn(5, [{ ...other, isSameAudience: true }])).toEqual([
    { code: 'too-often', times: 5, most: 4, titles: ['Module'] },
  ])
  expect(warn(5, [{ ...other, isSameAudience: false }])).toContainEqual({
    code: 'overlaps',
    title: 'Module',
    days: 14,
  })
  expect(warn(5, [{ title: 'Later', ...span('2027-02-01'), isSameAudience: false }])).toEqual([])
})
