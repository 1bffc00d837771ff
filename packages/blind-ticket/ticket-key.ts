import { type Bytes, concat, equalBytes, own, sha256 } from './bytes.ts'
import { bitLength, toInteger } from './integers.ts'
import { accept, type Result, refuse } from './result.ts'

/** The public half of a ticket key, read and ready. `id` is SHA-256 of the SPKI; `size` is in bytes. */
export type TicketKey = {
  readonly id: Bytes
  readonly modulus: bigint
  readonly exponent: bigint
  readonly size: number
  readonly verifier: CryptoKey
}

export type TicketKeyRefusal =
  | 'not-an-rsa-key'
  | 'wrong-length'
  | 'wrong-exponent'
  | 'even-modulus'
  | 'small-factor'

export const TICKET_KEY_BITS = 3072
const TICKET_KEY_EXPONENT = 65537n
const LARGEST_TRIAL_DIVISOR = 8191

// AlgorithmIdentifier { rsaEncryption, NULL } (RFC 8017, appendix A.1)
const RSA_ENCRYPTION = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0]

const SEQUENCE = 0x30
const INTEGER = 0x02
const BIT_STRING = 0x03

/** One DER element with the given tag at the start of `bytes`; undefined when there is none. */
const element = (
  bytes: Uint8Array,
  tag: number,
): { content: Uint8Array; whole: Uint8Array; rest: Uint8Array } | undefined => {
  const first = bytes[1] ?? 0x80
  if (bytes[0] !== tag || first === 0x80 || first > 0x82) return undefined
  const start = first < 0x80 ? 2 : 2 + (first & 0x7f)
  const size = first < 0x80 ? first : Number(toInteger(bytes.subarray(2, start)))
  const end = start + size
  if (bytes.length < end) return undefined
  return { content: bytes.subarray(start, end), whole: bytes.subarray(0, end), rest: bytes.subarray(end) }
}

const numbersOf = (spki: Uint8Array): { modulus: bigint; exponent: bigint } | undefined => {
  const outer = element(spki, SEQUENCE)
  const algorithm = outer && element(outer.content, SEQUENCE)
  const holder = algorithm && element(algorithm.rest, BIT_STRING)
  if (!holder || !equalBytes(algorithm.whole, Uint8Array.from(RSA_ENCRYPTION))) return undefined
  const pair = element(holder.content.subarray(1), SEQUENCE)
  const modulus = pair && element(pair.content, INTEGER)
  const exponent = modulus && element(modulus.rest, INTEGER)
  const leftover = [outer.rest, holder.rest, pair?.rest, exponent?.rest]
  if (!exponent || holder.content[0] !== 0 || leftover.some((rest) => rest?.length !== 0)) return undefined
  // A leading one-bit would make the number negative in DER.
  if ((modulus.content[0] ?? 0x80) >= 0x80 || (exponent.content[0] ?? 0x80) >= 0x80) return undefined
  return { modulus: toInteger(modulus.content), exponent: toInteger(exponent.content) }
}

const hasSmallFactor = (modulus: bigint): boolean => {
  for (let divisor = 3n; divisor <= LARGEST_TRIAL_DIVISOR; divisor += 2n) {
    if (modulus % divisor === 0n) return true
  }
  return false
}

/** Reads an RSA public key of any length, without the rules for tickets; for published test vectors. */
export const importRsaKey = async (spki: Uint8Array): Promise<Result<TicketKey, 'not-an-rsa-key'>> => {
  const numbers = numbersOf(spki)
  if (!numbers) return refuse('not-an-rsa-key')
  const bytes = concat(spki)
  try {
    const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' }
    const verifier = await crypto.subtle.importKey('spki', own(bytes), algorithm, false, ['verify'])
    const size = Math.ceil(bitLength(numbers.modulus) / 8)
    return accept({ id: await sha256(bytes), ...numbers, size, verifier })
  } catch {
    return refuse('not-an-rsa-key')
  }
}

/**
 * Reads the public key of one reporting group from SPKI (DER).
 *
 * Refuses everything but RSA with 3072 bits and exponent 65537, and moduli that are even or have a factor
 * up to 8191: with such a key a hostile issuer could learn something from the blinded message (RFC 9474,
 * section 7.3). A key that is malformed in a way not seen here cannot produce a signature that `finalise`
 * accepts, except by chance.
 */
export const readTicketKey = async (spki: Uint8Array): Promise<Result<TicketKey, TicketKeyRefusal>> => {
  const numbers = numbersOf(spki)
  if (!numbers) return refuse('not-an-rsa-key')
  if (bitLength(numbers.modulus) !== TICKET_KEY_BITS) return refuse('wrong-length')
  if (numbers.exponent !== TICKET_KEY_EXPONENT) return refuse('wrong-exponent')
  if (numbers.modulus % 2n === 0n) return refuse('even-modulus')
  if (hasSmallFactor(numbers.modulus)) return refuse('small-factor')
  return importRsaKey(spki)
}
