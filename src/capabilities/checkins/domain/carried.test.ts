import { expect, test } from 'vitest'
import { decodeCarried, encodeCarried } from './carried.ts'

const carried = () => ({
  organisation: crypto.randomUUID(),
  wave: crypto.randomUUID(),
  member: crypto.randomUUID(),
  keyId: crypto.getRandomValues(new Uint8Array(32)),
  manifestHash: crypto.getRandomValues(new Uint8Array(32)),
  seed: crypto.getRandomValues(new Uint8Array(32)),
  ticket: crypto.getRandomValues(new Uint8Array(384)),
})

test('a carried check-in arrives as it left, and fits a code that a phone can read from a screen', () => {
  const one = carried()
  const text = encodeCarried(one)
  expect(decodeCarried(text)).toEqual(one)
  expect(text).toMatch(/^[\w-]{706}$/)
})

test('what was cut short, or is of another kind, is nothing', () => {
  const text = encodeCarried(carried())
  for (const wrong of ['', 'AAAA', text.slice(1), text.slice(0, -4), `B${text.slice(1)}`, `${text}A`, '*'])
    expect(decodeCarried(wrong)).toBeUndefined()
})
