import { expect, test } from 'vitest'
import { dialled, isDueAgain, missingSupport, openedAt, problemsOfSupport } from './support-entry.ts'

const entry = {
  kind: 'crisis' as const,
  isThere: true,
  name: 'A line',
  phone: '000',
  address: '',
  hours: 'Day and night',
  languages: 'English',
}

test('an entry needs a way to reach it, and when, and in which languages', () => {
  expect(problemsOfSupport(entry)).toEqual({})
  expect(problemsOfSupport({ ...entry, phone: '', address: 'Room 4' })).toEqual({})
  expect(problemsOfSupport({ ...entry, phone: '', hours: '', languages: '' })).toEqual({
    phone: 'support-way-missing',
    hours: 'support-hours-missing',
    languages: 'support-languages-missing',
  })
})

test('an emergency number cannot be left out, and needs nothing besides', () => {
  const bare = { ...entry, kind: 'emergency' as const, hours: '', languages: '' }
  expect(problemsOfSupport(bare)).toEqual({})
  expect(problemsOfSupport({ ...bare, phone: '', isThere: false })).toEqual({
    phone: 'support-number-missing',
  })
})

test('a number has two digits of any script, with or without words beside them', () => {
  for (const phone of ['15', 'ask for 4711', '١٥', '+351 800 000'])
    expect(problemsOfSupport({ ...entry, phone })).toEqual({})
  for (const phone of ['hello', '1', 'extension'])
    for (const kind of ['emergency', 'crisis'] as const)
      expect(problemsOfSupport({ ...entry, kind, phone })).toEqual({ phone: 'support-number-unclear' })
})

test('that there is none here is an answer; nothing said is not', () => {
  expect(problemsOfSupport({ ...entry, isThere: false, phone: '', hours: '', languages: '' })).toEqual({})
  expect(missingSupport([{ kind: 'emergency' }, { kind: 'peers' }])).toEqual([
    'crisis',
    'occupational-health',
    'counselling',
  ])
})

test('a check holds for a year to the day, leap days included', () => {
  expect(isDueAgain({ checkedOn: '2025-11-23', today: '2026-11-22' })).toBe(false)
  expect(isDueAgain({ checkedOn: '2025-11-22', today: '2026-11-22' })).toBe(true)
  expect(isDueAgain({ checkedOn: '2028-02-29', today: '2029-02-28' })).toBe(false)
  expect(isDueAgain({ checkedOn: '2028-02-29', today: '2029-03-01' })).toBe(true)
})

test('a number is dialled as it is read; an extension of the house is words', () => {
  expect(dialled('+351 (0)00 000-000')).toBe('+351000000000')
  expect(dialled('*00#')).toBe('*00%23')
  expect(dialled('extension 000')).toBeUndefined()
  expect(dialled('00, then ask for Ruth')).toBeUndefined()
  expect(dialled('+')).toBeUndefined()
})

test('an address leads somewhere only where a browser can go, and never runs anything', () => {
  expect(openedAt('https://example.org/help')).toBe('https://example.org/help')
  expect(openedAt('peers@example.org')).toBe('mailto:peers@example.org')
  expect(openedAt('Room 4, second floor')).toBeUndefined()
  expect(openedAt('javascript:alert(1)')).toBeUndefined()
  expect(openedAt('a@b.c?bcc=x@y.z')).toBeUndefined()
})
