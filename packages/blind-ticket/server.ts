import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { Bytes } from './bytes.ts'
import { accept, type Result, refuse } from './result.ts'

const MODULUS_BITS = 3072
const PUBLIC_EXPONENT = 65537
const SALT_SIZE = 48

/** A key of `node:crypto`, loaded once for many operations. */
export type LoadedKey = KeyObject

const bytesOf = (buffer: Uint8Array): Bytes => new Uint8Array(buffer)

/** Makes the key of one reporting group off the main thread: about a second of processor time. */
export const generateTicketKey = async (): Promise<{ privateKey: Bytes; spki: Bytes }> => {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicExponent: PUBLIC_EXPONENT,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { privateKey: bytesOf(pair.privateKey), spki: bytesOf(pair.publicKey) }
}

/** Loads a private key from PKCS8 (DER). Throws when the bytes are no RSA key. */
export const loadSigningKey = (pkcs8: Uint8Array): LoadedKey => {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('a ticket key is an RSA key')
  return key
}

/** Loads a public key from SPKI (DER). Throws when the bytes are no RSA key. */
export const loadTicketKey = (spki: Uint8Array): LoadedKey => {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('a ticket key is an RSA key')
  return key
}

/**
 * BlindSign of RFC 9474, section 4.3: one raw RSA operation, without seeing what is signed.
 *
 * OpenSSL blinds the operation against timing and checks the result against the public exponent before it
 * leaves, which is the check that the RFC asks for. Refuses a value of another length than the modulus, or
 * not below it.
 */
export const blindSign = (input: {
  key: LoadedKey
  blinded: Uint8Array
}): Result<Bytes, 'wrong-length' | 'out-of-range'> => {
  const size = (input.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  if (input.blinded.length !== size) return refuse('wrong-length')
  try {
    return accept(
      bytesOf(privateDecrypt({ key: input.key, padding: constants.RSA_NO_PADDING }, input.blinded)),
    )
  } catch (error) {
    if (isTooLarge(error)) return refuse('out-of-range')
    throw error
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && /too large for modulus/i.test(error.message)

/** SHA-256 of a ballot public key: what a ticket signs after its prefix, and the mark of a spent ticket. */
export const ballotKeyHash = (publicKey: Uint8Array): Bytes =>
  bytesOf(createHash('sha256').update(publicKey).digest())

/** Verifies a finished ticket natively: RSASSA-PSS, SHA-384, MGF1-SHA-384, salt of exactly 48 bytes. */
export const verifyTicket = (input: {
  key: LoadedKey
  message: Uint8Array
  signature: Uint8Array
}): boolean => {
  const options = { key: input.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_SIZE }
  return verify('sha384', input.message, options, input.signature)
}

// Half the order of P-256, rounded down: a signature has its s at most here.
const HIGHEST_S = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex')

/**
 * Verifies the signature of a ballot natively: ECDSA, P-256, SHA-256, raw r and s (64 bytes), lower s only.
 * A public key that is no point of the curve verifies nothing.
 */
export const verifyBallotSignature = (input: {
  publicKey: Uint8Array
  message: Uint8Array
  signature: Uint8Array
}): boolean => {
  const point = Buffer.from(input.publicKey)
  if (point.length !== 65 || point[0] !== 4 || input.signature.length !== 64) return false
  if (HIGHEST_S.compare(input.signature.subarray(32)) < 0) return false
  const x = point.toString('base64url', 1, 33)
  const y = point.toString('base64url', 33)
  try {
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    return verify('sha256', input.message, { key, dsaEncoding: 'ieee-p1363' }, input.signature)
  } catch {
    return false
  }
}
