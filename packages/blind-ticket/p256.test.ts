import { createECDH, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { toBytes, toInteger } from './integers.ts'
import { P256_ORDER, publicPoint } from './p256.ts'

const native = (scalar: bigint): string => {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(toBytes(scalar, 32)))
  return pair.getPublicKey('hex')
}

const edges = [1n, 2n, 3n, P256_ORDER - 1n, P256_ORDER - 2n, 1n << 255n, (1n << 128n) - 1n]
const random = Array.from({ length: 30 }, () => (toInteger(randomBytes(40)) % (P256_ORDER - 1n)) + 1n)

test.each([...edges, ...random])('the public point of %s is the one that OpenSSL computes', (scalar) => {
  expect(Buffer.from(publicPoint(scalar)).toString('hex')).toBe(native(scalar))
})

test('a scalar that has no public point throws', () => {
  expect(() => publicPoint(0n)).toThrow(RangeError)
  expect(() => publicPoint(P256_ORDER)).toThrow(RangeError)
})
