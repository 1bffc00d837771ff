import { pointOf, scalarFrom } from '#packages/blind-ticket/index.ts'
import { toBase64Url, utf8 } from '../manifest/digest.ts'

/**
 * A key pair of a trustee: the P-256 scalar (32 bytes) and its point (65 bytes). `sign`: ECDSA with SHA-256 over a text,
 * r and s of 32 bytes each, base64url.
 */
export type TrusteeKey = {
  readonly scalar: Uint8Array<ArrayBuffer>
  readonly publicKey: Uint8Array<ArrayBuffer>
  sign(text: string): Promise<string>
}

/**
 * A slot is the place of one part: `version.batch.number`. A batch is named at random by the browser that makes it, so
 * that no part is ever made twice, not even after the site came out of a backup.
 */
const slotForm = /^1\.[A-Za-z0-9_-]{22}\.[1-9]\d{0,3}$/
export const isSlot = (slot: string): boolean => slotForm.test(slot)

/** How many check-ins a trustee's browser prepares at once, and from how few on it is asked for more. */
export const slotsAtOnce = 60
export const fewSlots = 12

export const newSlots = (random: Uint8Array): string[] => {
  if (random.length !== 16) throw new RangeError('a batch is named by 16 bytes')
  return Array.from({ length: slotsAtOnce }, (_, at) => `1.${toBase64Url(random)}.${at + 1}`)
}

const salt = 'kith trustee 1'

/** Which trustee this is, for as long as she keeps her code: what people compare, and what vouches for her parts. */
export const identityOf = (given: { code: Uint8Array; organisation: string }): Promise<TrusteeKey> =>
  derive(given.code, ['identity', given.organisation])

/** Her part of the key of the one check-in that this slot was given to. */
export const partOf = async (given: {
  code: Uint8Array
  organisation: string
  slot: string
}): Promise<TrusteeKey> => {
  if (!isSlot(given.slot)) throw new RangeError('a slot of a version that is not known here')
  return derive(given.code, ['part', given.organisation, given.slot])
}

/**
 * Version 1: HKDF-SHA-256 (RFC 5869) of the code; salt `kith trustee 1`; info is the purpose, the organisation and the
 * slot, each as UTF-8 after its length in two bytes. 48 bytes are drawn and reduced (FIPS 186-5, appendix A.2.1).
 */
const derive = async (code: Uint8Array, place: readonly string[]): Promise<TrusteeKey> => {
  const root = await crypto.subtle.importKey('raw', new Uint8Array(code), 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: utf8(salt), info: fields(place) }
  const scalar = scalarFrom(new Uint8Array(await crypto.subtle.deriveBits(algorithm, root, 48 * 8)))
  const publicKey = pointOf(scalar)
  if (!publicKey) throw new RangeError('a scalar out of range')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: toBase64Url(scalar),
    x: toBase64Url(publicKey.subarray(1, 33)),
    y: toBase64Url(publicKey.subarray(33)),
  }
  return {
    scalar,
    publicKey,
    sign: async (text) => {
      const key = await crypto.subtle.importKey('jwk', jwk, signing, false, ['sign'])
      return toBase64Url(new Uint8Array(await crypto.subtle.sign(signing, key, utf8(text))))
    },
  }
}

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

const fields = (texts: readonly string[]): Uint8Array<ArrayBuffer> => {
  const parts = texts.map(utf8)
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + 2 + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set([part.length >> 8, part.length & 0xff], at)
    bytes.set(part, at + 2)
    at += 2 + part.length
  }
  return bytes
}
