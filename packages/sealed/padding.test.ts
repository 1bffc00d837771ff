import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LENGTH_SIZE, pad, unpad } from './padding.ts'

test('every message that fits has the same size and comes back whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const padded = pad({ bytes, size: 64 })
      expect(padded.ok && padded.value.length).toBe(64)
      expect(padded.ok && unpad(padded.value)).toEqual({ ok: true, value: new Uint8Array(bytes) })
    }),
  )
})

test('a message is read from the middle of a larger buffer too', () => {
  const padded = pad({ bytes: Uint8Array.of(1, 2, 3), size: 16 })
  if (!padded.ok) throw new Error(padded.refusal)
  const larger = new Uint8Array(40).fill(9)
  larger.set(padded.value, 10)
  expect(unpad(larger.subarray(10, 26))).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) })
})

test('a message that does not fit is refused', () => {
  expect(pad({ bytes: new Uint8Array(61), size: 64 })).toEqual({ ok: false, refusal: 'too-long' })
  expect(pad({ bytes: new Uint8Array(0), size: LENGTH_SIZE - 1 }).ok).toBe(false)
})

test.each([
  ['too short for a length', [0, 0, 0]],
  ['longer inside than outside', [0, 0, 0, 2, 7]],
  ['with an enormous length', [255, 255, 255, 255, 7]],
  ['with something after the message', [0, 0, 0, 1, 7, 0, 1]],
])('padding that is %s is refused', (_, bytes) => {
  expect(unpad(Uint8Array.from(bytes))).toEqual({ ok: false, refusal: 'bad-padding' })
})
