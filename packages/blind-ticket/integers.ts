import type { Bytes } from './bytes.ts'

/** OS2IP of RFC 8017: big-endian bytes as a number. */
export const toInteger = (bytes: Uint8Array): bigint => {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}

/** I2OSP of RFC 8017: a number as `size` big-endian bytes. Throws when it does not fit. */
export const toBytes = (value: bigint, size: number): Bytes => {
  const hex = value.toString(16).padStart(size * 2, '0')
  if (value < 0n || hex.length > size * 2) throw new RangeError('the number does not fit its field')
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}

export const bitLength = (value: bigint): number => value.toString(2).length

export const modulo = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** `base` to the power of `exponent`; made for public exponents, its time depends on the exponent. */
export const power = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n
  let square = modulo(base, modulus)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** The inverse of `value`, or undefined when it shares a factor with the modulus (extended Euclid). */
export const inverse = (value: bigint, modulus: bigint): bigint | undefined => {
  let [previous, current] = [modulus, modulo(value, modulus)]
  let [before, now] = [0n, 1n]
  while (current > 0n) {
    const quotient = previous / current
    ;[previous, current] = [current, previous - quotient * current]
    ;[before, now] = [now, before - quotient * now]
  }
  return previous === 1n ? modulo(before, modulus) : undefined
}
