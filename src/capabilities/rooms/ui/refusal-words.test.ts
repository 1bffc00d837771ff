import { expect, test } from 'vitest'
import { locales, overwriteGetLocale } from '#messages/runtime.js'
import { type RoomRefusal, statusOf } from '../domain/refusals.ts'
import { refusalWords } from './refusal-words.ts'

const facts = { most: 12, seconds: 7, minutes: 3, least: 5, field: 'title', block: 'Wise Crowds' }

test.each(locales)('whatever a room refuses is a whole sentence with a status (%s)', (locale) => {
  overwriteGetLocale(() => locale)
  for (const [code, status] of Object.entries(statusOf)) {
    const words = refusalWords({ code, ...facts } as RoomRefusal)
    expect(words, code).toMatch(/^[\p{Lu}\p{Lo}].*\.$/u)
    expect(words, code).not.toMatch(/undefined|NaN|[{}!]/)
    // 503: nothing can be kept just now; that is nobody's mistake. Everything else is whoever asked's turn.
    expect(status === 503 || (status >= 400 && status < 500), code).toBe(true)
  }
})

test('what is not hers and what is not there are told alike', () => {
  expect(refusalWords({ code: 'rooms/not-allowed' })).toBe(refusalWords({ code: 'rooms/not-found' }))
  expect(statusOf['rooms/not-allowed']).toBe(statusOf['rooms/not-found'])
})
