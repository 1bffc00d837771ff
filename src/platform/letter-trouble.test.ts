import { expect, test } from 'vitest'
import { isOnTheWay, troubleOf } from './letter-trouble.ts'

test('what is the matter with a mail server is told from what is the matter with one letter', () => {
  const told = (error: object) => troubleOf(Object.assign(new Error('to ines@example.org'), error))
  expect(told({ code: 'ESOCKET' })).toBe('away')
  expect(told({ code: 'EENVELOPE', responseCode: 421 })).toBe('away')
  expect(told({ code: 'EAUTH' })).toBe('sign-in')
  expect(told({ code: 'ENOSPC' })).toBe('no-room')
  expect(told({ code: 'EENVELOPE', responseCode: 550 })).toBe('refused')
  expect(told({ code: 'EENVELOPE', responseCode: 450 })).toBe('later')
  expect(told({ code: 'EMESSAGE', responseCode: 452 })).toBe('later')
  expect(told({ code: 'EPROTOCOL', responseCode: 554 })).toBe('away')
  expect(told({ code: 'EAUTH', responseCode: 454 })).toBe('sign-in')
  expect(told({})).toBe('unknown')
  expect(isOnTheWay('away')).toBe(true)
  expect(isOnTheWay('refused')).toBe(false)
  expect(isOnTheWay('later')).toBe(false)
})
