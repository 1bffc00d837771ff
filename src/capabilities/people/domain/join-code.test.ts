import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeFrom, printCode, readCode } from './join-code.ts'

test('a printed code is read back, in capitals or not, with any spaces and dashes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 32 }), fc.boolean(), (bytes, isLower) => {
      const code = codeFrom(bytes)
      const printed = printCode(code)
      expect(printed).toMatch(/^\S{4} \S{4} \S{4}$/)
      expect(readCode(isLower ? printed.toLowerCase() : printed.replaceAll(' ', ' - '))).toBe(code)
    }),
  )
})

test('letters that look like digits are taken for them', () => {
  expect(readCode('oil0 1234 5678')).toBe('011012345678')
})

test('what cannot be a code is no code', () => {
  for (const typed of ['', 'nope', '12345678901', '1234567890123', 'ABCD EFGH ABCU']) {
    expect(readCode(typed), typed).toBeUndefined()
  }
})
