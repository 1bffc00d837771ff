import { createECDH, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { toBytes, toInteger } from './integers.ts'
import { addPoints, addScalars, P256_ORDER, pointOf, publicPoint } from './p256.ts'

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

test('the sum of points is the point of the sum, as OpenSSL computes it', () => {
  for (const [at, first] of [...edges, ...random].entries()) {
    const second = random[at % random.length] ?? 1n
    const sum = (first + second) % P256_ORDER
    const bytes = [first, second].map((one) => toBytes(one, 32))
    const added = addPoints([first, second].map(publicPoint))
    expect(Buffer.from(added ?? []).toString('hex')).toBe(sum === 0n ? '' : native(sum))
    expect(toInteger(addScalars(bytes) ?? new Uint8Array())).toBe(sum)
  }
})

// k = 1 and k = 2 of the point multiplication vectors for P-256 that NIST published with FIPS 186 (Nistcurves, 2009).
const generator =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'
const doubled =
  '047cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc4766997807775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1'

test('a published pair: the generator and its double', () => {
  const point = Buffer.from(generator, 'hex')
  expect(Buffer.from(addPoints([point, point]) ?? []).toString('hex')).toBe(doubled)
})

test('what is no point of the curve is not added, and opposite points leave nothing', () => {
  const point = publicPoint(7n)
  const beside = Uint8Array.from(point, (byte, at) => (at === 64 ? byte ^ 1 : byte))
  expect(addPoints([point, beside])).toBeUndefined()
  expect(addPoints([point, point.subarray(0, 64)])).toBeUndefined()
  expect(addPoints([point, new Uint8Array(65)])).toBeUndefined()
  expect(addPoints([point, publicPoint(P256_ORDER - 7n)])).toBeUndefined()
  expect(addScalars([toBytes(7n, 32), toBytes(P256_ORDER - 7n, 32)])).toBeUndefined()
  expect(addScalars([toBytes(0n, 32)])).toBeUndefined()
  expect(addScalars([toBytes(P256_ORDER, 32)])).toBeUndefined()
  expect(pointOf(toBytes(P256_ORDER, 32))).toBeUndefined()
  expect(pointOf(new Uint8Array(32))).toBeUndefined()
})
