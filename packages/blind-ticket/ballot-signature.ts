import { type Bytes, concat, own } from './bytes.ts'
import { toBytes, toInteger } from './integers.ts'
import { P256_ORDER } from './p256.ts'

const HALF_ORDER = P256_ORDER >> 1n

/**
 * Signs with the ballot key of a ticket: ECDSA, P-256, SHA-256, raw r and s (64 bytes), with the lower of the
 * two values that s may have. The higher one is refused by the server, so that nobody on the way can make a
 * second valid form of the same ballot.
 */
export const signWithBallotKey = async (input: {
  signingKey: CryptoKey
  message: Uint8Array
}): Promise<Bytes> => {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, input.signingKey, own(input.message)))
  const s = toInteger(signature.subarray(32))
  return s > HALF_ORDER ? concat(signature.subarray(0, 32), toBytes(P256_ORDER - s, 32)) : signature
}
