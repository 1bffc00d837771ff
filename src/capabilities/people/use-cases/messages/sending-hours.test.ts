import { expect, test } from 'vitest'
import { isSendingNow, nextSendingMoment } from './sending-hours.server.ts'

const usual = { fromMinute: 480, untilMinute: 1200 }
const next = (at: string, timeZone = 'Europe/Lisbon', hours = usual) =>
  nextSendingMoment({ at: new Date(at), hours, timeZone }).toISOString()

test('within the hours a message leaves at once; before and after them it waits for eight by the clock there', () => {
  expect(next('2026-11-23T08:00:00Z')).toBe('2026-11-23T08:00:00.000Z')
  expect(next('2026-11-23T19:59:00Z')).toBe('2026-11-23T19:59:00.000Z')
  expect(next('2026-11-23T20:00:00Z')).toBe('2026-11-24T08:00:00.000Z')
  expect(next('2026-11-23T06:00:00Z')).toBe('2026-11-23T08:00:00.000Z')
})

test('eight stays eight by the clock on the wall in the nights when clocks change', () => {
  // 29 March 2026, 01:00 UTC: Lisbon goes from 01:00 to 02:00. 25 October, 01:00 UTC: from 02:00 back to 01:00.
  expect(next('2026-03-28T22:00:00Z')).toBe('2026-03-29T07:00:00.000Z')
  expect(next('2026-10-24T21:30:00Z')).toBe('2026-10-25T08:00:00.000Z')
  // Lord Howe moves by half an hour; Santiago skips midnight itself.
  expect(next('2026-10-03T12:00:00Z', 'Australia/Lord_Howe')).toBe('2026-10-03T21:00:00.000Z')
  const early = { fromMinute: 15, untilMinute: 1200 }
  expect(next('2026-09-06T02:00:00Z', 'America/Santiago', early)).toBe('2026-09-06T04:15:00.000Z')
})

test('whenever it is and wherever, what is answered lies within the hours and never more than a day and an hour ahead', () => {
  for (const timeZone of ['Europe/Lisbon', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu']) {
    for (const hours of [usual, { fromMinute: 150, untilMinute: 180 }, { fromMinute: 0, untilMinute: 60 }]) {
      const begin = Date.parse('2026-03-01T00:00:00Z')
      const most = 260 * 86_400_000
      for (let n = 0; n < 150; n++) {
        const at = begin + ((n * 7_919 * 3_600_000) % most)
        const moment = nextSendingMoment({ at: new Date(at), hours, timeZone })
        const wait = moment.getTime() - at
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(25 * 3_600_000)
        // A beginning that the clock skips comes with the first moment after it, which narrow hours may miss.
        if (hours === usual) expect(isSendingNow({ at: moment, hours, timeZone })).toBe(true)
      }
    }
  }
})
