import { type Bytes, concat, own, sha256 } from './bytes.ts'
import { bitLength, inverse, power, toBytes, toInteger } from './integers.ts'
import { encodePss, SALT_SIZE } from './pss.ts'
import { accept, type Result, refuse } from './result.ts'
import type { TicketKey } from './ticket-key.ts'

export const PREFIX_SIZE = 32

/** What a member sends to be signed, and the secret number that later uncovers the signature. */
export type BlindedTicket = { readonly blinded: Bytes; readonly inverse: bigint }

/** Prepare of RFC 9474, section 4.1 (Randomized): 32 random bytes, then the message. */
export const prepare = (input: { prefix: Uint8Array; message: Uint8Array }): Bytes => {
  if (input.prefix.length !== PREFIX_SIZE) throw new RangeError('a ticket prefix has 32 bytes')
  return concat(input.prefix, input.message)
}

/** The message that a ticket signs: the prefix and SHA-256 of the ballot public key (65 bytes, raw). */
export const ticketMessage = async (input: { prefix: Uint8Array; publicKey: Uint8Array }): Promise<Bytes> =>
  prepare({ prefix: input.prefix, message: await sha256(input.publicKey) })

/**
 * Blind of RFC 9474, section 4.2. The caller gives the secrets, so that the same seed asks for the same
 * bytes again: `salt` (48 bytes) and `factor` (uniform in [1, modulus)), each used for one message only.
 *
 * Refuses when the factor or the message shares a factor with the modulus: no honest key lets that happen.
 * BigInt arithmetic is not constant-time.
 */
export const blind = async (input: {
  key: TicketKey
  message: Uint8Array
  salt: Uint8Array
  factor: bigint
}): Promise<Result<BlindedTicket, 'unusable-key'>> => {
  const { modulus, exponent, size } = input.key
  if (input.salt.length !== SALT_SIZE) throw new RangeError('a ticket salt has 48 bytes')
  if (input.factor < 1n || input.factor >= modulus)
    throw new RangeError('the blinding factor is out of range')
  const bits = bitLength(modulus) - 1
  const encoded = toInteger(await encodePss({ message: input.message, salt: input.salt, bits }))
  const uncover = inverse(input.factor, modulus)
  if (uncover === undefined || inverse(encoded, modulus) === undefined) return refuse('unusable-key')
  const cover = power(input.factor, exponent, modulus)
  return accept({ blinded: toBytes((encoded * cover) % modulus, size), inverse: uncover })
}

/** Verifies a finished ticket with WebCrypto (RSASSA-PSS, SHA-384, 48-byte salt). */
export const verifyTicket = (input: {
  key: TicketKey
  message: Uint8Array
  signature: Uint8Array
}): Promise<boolean> => {
  const algorithm = { name: 'RSA-PSS', saltLength: SALT_SIZE }
  return crypto.subtle.verify(algorithm, input.key.verifier, own(input.signature), own(input.message))
}

/**
 * Finalize of RFC 9474, section 4.4: uncovers the blind signature and verifies it before it is returned.
 * A signature by another key, for another message, or altered on the way is refused.
 */
export const finalise = async (input: {
  key: TicketKey
  message: Uint8Array
  blindSignature: Uint8Array
  inverse: bigint
}): Promise<Result<Bytes, 'wrong-length' | 'bad-signature'>> => {
  const { modulus, size } = input.key
  if (input.blindSignature.length !== size) return refuse('wrong-length')
  const covered = toInteger(input.blindSignature)
  if (covered >= modulus) return refuse('bad-signature')
  const signature = toBytes((covered * input.inverse) % modulus, size)
  const isGenuine = await verifyTicket({ key: input.key, message: input.message, signature })
  return isGenuine ? accept(signature) : refuse('bad-signature')
}
