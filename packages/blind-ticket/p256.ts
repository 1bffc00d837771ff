import { type Bytes, concat } from './bytes.ts'
import { inverse, modulo, toBytes, toInteger } from './integers.ts'

/** The order of the group of NIST P-256 (SP 800-186, section 3.2.1.3). */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
const A = -3n

type Point = readonly [x: bigint, y: bigint, z: bigint]

const ZERO: Point = [0n, 1n, 0n]
const GENERATOR: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  1n,
]

/** The complete addition law of Renes, Costello and Batina (2016), equations 1: one formula for all points. */
const add = ([x1, y1, z1]: Point, [x2, y2, z2]: Point): Point => {
  const xx = (x1 * x2) % P
  const yy = (y1 * y2) % P
  const zz = (z1 * z2) % P
  const xy = (x1 * y2 + x2 * y1) % P
  const yz = (y1 * z2 + y2 * z1) % P
  const xz = (x1 * z2 + x2 * z1) % P
  const mixed = (A * xz + 3n * B * zz) % P
  const minus = yy - mixed
  const plus = yy + mixed
  const slope = 3n * xx + A * zz
  const tangent = A * xx + 3n * B * xz - A * A * zz
  return [
    modulo(xy * minus - yz * tangent, P),
    modulo(slope * tangent + plus * minus, P),
    modulo(yz * plus + xy * slope, P),
  ]
}

/**
 * The public point of a P-256 scalar in [1, order), uncompressed (65 bytes).
 *
 * WebCrypto has no such operation: a private key without its public part is refused by WebKit and cannot be
 * exported again by Firefox (web-platform-tests/wpt#56086). The ladder does the same additions for every
 * scalar, but BigInt is not constant-time.
 */
export const publicPoint = (scalar: bigint): Bytes => {
  let low = ZERO
  let high = GENERATOR
  for (let bit = 255n; bit >= 0n; bit--) {
    const isSet = (scalar >> bit) & 1n
    const sum = add(low, high)
    const double = isSet ? add(high, high) : add(low, low)
    low = isSet ? sum : double
    high = isSet ? double : sum
  }
  return encode(low) ?? fail()
}

const fail = (): never => {
  throw new RangeError('the scalar is a multiple of the group order')
}

/** 65 bytes; undefined for the point at infinity. */
const encode = ([x, y, z]: Point): Bytes | undefined => {
  const scale = inverse(z, P)
  if (scale === undefined) return undefined
  return concat(Uint8Array.of(4), toBytes((x * scale) % P, 32), toBytes((y * scale) % P, 32))
}

/** Undefined for bytes that are no uncompressed point of the curve, which is SEC 1, section 3.2.2.1 (the cofactor is 1). */
const decode = (bytes: Uint8Array): Point | undefined => {
  if (bytes.length !== 65 || bytes[0] !== 4) return undefined
  const x = toInteger(bytes.subarray(1, 33))
  const y = toInteger(bytes.subarray(33))
  const isOnCurve = x < P && y < P && modulo(y * y - (x * x * x + A * x + B), P) === 0n
  return isOnCurve ? [x, y, 1n] : undefined
}

/**
 * The sum of public points (65 bytes each), which belongs to the sum of their scalars. For public values: it is not
 * constant-time. @returns undefined where one is no point of the curve, and where nothing is left of them all.
 */
export const addPoints = (points: readonly Uint8Array[]): Bytes | undefined => {
  let sum = ZERO
  for (const bytes of points) {
    const point = decode(bytes)
    if (!point) return undefined
    sum = add(sum, point)
  }
  return encode(sum)
}

/** The sum of scalars (32 bytes each) modulo the order of the group; undefined where one is out of range, or the sum is 0. */
export const addScalars = (scalars: readonly Uint8Array[]): Bytes | undefined => {
  const values = scalars.map(toInteger)
  if (scalars.some(({ length }) => length !== 32) || values.some((one) => one < 1n || one >= P256_ORDER))
    return undefined
  const sum = values.reduce((all, one) => (all + one) % P256_ORDER, 0n)
  return sum === 0n ? undefined : toBytes(sum, 32)
}

/** A scalar in [1, order) from 48 even bytes: 128 bits longer than its range, as FIPS 186-5, appendix A.2.1 asks. */
export const scalarFrom = (bytes: Uint8Array): Bytes => {
  if (bytes.length !== 48) throw new RangeError('a scalar is drawn from 48 bytes')
  return toBytes((toInteger(bytes) % (P256_ORDER - 1n)) + 1n, 32)
}

/** The public point of a scalar given as 32 bytes; undefined out of range. */
export const pointOf = (scalar: Uint8Array): Bytes | undefined => {
  const value = scalar.length === 32 ? toInteger(scalar) : 0n
  return value >= 1n && value < P256_ORDER ? publicPoint(value) : undefined
}
