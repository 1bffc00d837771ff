import { expect, test } from 'vitest'
import { clock, day, direction, list, moment, number, perCent } from './format.ts'

test('a day is the same in every time zone', () => {
  expect(day({ on: '2026-11-02', locale: 'en' })).toBe('Monday 2 November')
  expect(day({ on: '2026-11-02', locale: 'en', weekday: false, year: true })).toBe('2 November 2026')
})

test('a day that does not exist is refused', () => {
  expect(() => day({ on: '2026-02-31', locale: 'en' })).toThrow(RangeError)
  expect(() => day({ on: '02/11/2026', locale: 'en' })).toThrow(RangeError)
})

test('a moment is told by the clock of the place, through summer and winter time', () => {
  const told = (at: string) => moment({ at, zone: 'Europe/Lisbon', locale: 'en' })
  expect(told('2026-11-02T08:00:00Z')).toBe('Monday 2 November, 08:00')
  expect(told('2026-07-06T08:00:00Z')).toBe('Monday 6 July, 09:00')
  expect(clock({ at: '2026-11-02T00:05:00Z', zone: 'Europe/Lisbon', locale: 'en' })).toBe('00:05')
  expect(moment({ at: '2026-11-02T23:30:00Z', zone: 'Asia/Tokyo', locale: 'en' })).toBe(
    'Tuesday 3 November, 08:30',
  )
})

test('each language writes days, hours and numbers in its own way, and Arabic in its own digits', () => {
  const told = (locale: string) => moment({ at: '2026-11-02T08:00:00Z', zone: 'UTC', locale })
  expect(['es', 'fr', 'ar'].map(told)).toEqual([
    'lunes, 2 de noviembre, 08:00',
    'lundi 2 novembre, 08:00',
    'الاثنين، ٢ نوفمبر، ٠٨:٠٠',
  ])
  const spaced = (text: string) => text.replaceAll(/\s/g, ' ')
  expect(['es', 'fr', 'ar'].map((locale) => spaced(number({ value: 12345.5, digits: 1, locale })))).toEqual([
    '12.345,5',
    '12 345,5',
    '١٢٬٣٤٥٫٥',
  ])
})

test('numbers keep their decimals and never say minus nought', () => {
  expect(number({ value: 3, digits: 1, locale: 'en' })).toBe('3.0')
  expect(number({ value: -0.01, digits: 1, locale: 'en' })).toBe('0.0')
  expect(number({ value: 10000, locale: 'en' })).toBe('10,000')
  expect(number({ value: 2.8, digits: 1, locale: 'ar' })).toBe('٢٫٨')
  expect(perCent({ value: 58, locale: 'en' })).toBe('58%')
})

test('names are listed and languages have their direction', () => {
  expect(list({ names: ['Imaging', 'Pharmacy', 'Therapies'], locale: 'en' })).toBe(
    'Imaging, Pharmacy and Therapies',
  )
  expect([direction('en'), direction('ar'), direction('ar-EG')]).toEqual(['ltr', 'rtl', 'rtl'])
})
