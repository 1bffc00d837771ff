import { expect, test } from 'vitest'
import { todayAt } from './greeting.ts'

test('the greeting goes by the clock where people work, not where the server stands', () => {
  const now = new Date('2026-11-02T23:30:00Z')
  expect(todayAt({ now, zone: 'Europe/Lisbon' })).toEqual({ on: '2026-11-02', part: 'evening' })
  expect(todayAt({ now, zone: 'Asia/Tokyo' })).toEqual({ on: '2026-11-03', part: 'morning' })
  expect(todayAt({ now, zone: 'America/Los_Angeles' })).toEqual({ on: '2026-11-02', part: 'afternoon' })
})

test('a night shift is greeted in the evening until four', () => {
  const at = (time: string) => todayAt({ now: new Date(`2026-11-02T${time}Z`), zone: 'UTC' }).part
  expect([at('00:10'), at('03:59'), at('04:00'), at('11:59'), at('12:00'), at('18:00')]).toEqual([
    'evening',
    'evening',
    'morning',
    'morning',
    'afternoon',
    'evening',
  ])
})
