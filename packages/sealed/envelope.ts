import { type Bytes, own } from './bytes.ts'
import type { OpeningKey } from './key.ts'
import { accept, type Result, refuse } from './result.ts'
import { createSuite, PUBLIC_KEY_SIZE, SEALED_OVERHEAD, VERSION } from './suite.ts'

/**
 * Seals one message to a public key (RFC 9180, base mode, one message per context).
 *
 * `info` names the purpose and `aad` the place of the message: it opens only with the same two. The result
 * is the version byte, the encapsulated key (65 bytes) and the ciphertext with its tag, that is
 * `SEALED_OVERHEAD` bytes more than the plaintext. Who sealed it is not proven.
 */
export const seal = async (input: {
  recipient: Uint8Array
  info: Uint8Array
  aad: Uint8Array
  plaintext: Uint8Array
}): Promise<Result<Bytes, 'bad-key'>> => {
  const suite = createSuite()
  const recipientPublicKey = await suite.kem.deserializePublicKey(own(input.recipient)).catch(() => undefined)
  if (!recipientPublicKey) return refuse('bad-key')
  const params = { recipientPublicKey, info: own(input.info) }
  const { enc, ct } = await suite.seal(params, own(input.plaintext), own(input.aad))
  const sealed = new Uint8Array(input.plaintext.length + SEALED_OVERHEAD)
  sealed[0] = VERSION
  sealed.set(new Uint8Array(enc), 1)
  sealed.set(new Uint8Array(ct), 1 + PUBLIC_KEY_SIZE)
  return accept(sealed)
}

/**
 * Opens a sealed message. The version byte chooses how, so that what an older release sealed stays readable.
 * A message that was altered, sealed to another key, or moved to another place is `cannot-open`: which of
 * them is not to be told apart.
 */
export const open = async (input: {
  key: OpeningKey
  info: Uint8Array
  aad: Uint8Array
  sealed: Uint8Array
}): Promise<Result<Bytes, 'unknown-version' | 'too-short' | 'cannot-open'>> => {
  if (input.sealed.length < SEALED_OVERHEAD) return refuse('too-short')
  if (input.sealed[0] !== VERSION) return refuse('unknown-version')
  const { suite, pair } = input.key
  const enc = own(input.sealed.subarray(1, 1 + PUBLIC_KEY_SIZE))
  const ciphertext = own(input.sealed.subarray(1 + PUBLIC_KEY_SIZE))
  try {
    const params = { recipientKey: pair, enc, info: own(input.info) }
    return accept(new Uint8Array(await suite.open(params, ciphertext, own(input.aad))))
  } catch {
    return refuse('cannot-open')
  }
}
