import { fromBase64Url, sha256, toBase64Url, utf8 } from '../manifest/digest.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const size = 32
/** PKCS #8 of a P-256 key without its public half (RFC 5915), up to the 32 bytes of the private number. */
const before = '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420'
/** Crockford’s digits: none of them looks like another. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type WitnessKey = {
  /** The private number, 32 bytes, base64url. */
  readonly secret: string
  /** SPKI, base64url: what the administrator of an organisation is given. */
  readonly publicKey: string
  /** r and s, base64url. */
  sign(text: string): Promise<string>
}

export const makeWitnessKey = async (): Promise<WitnessKey> => {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const { d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const key = await openWitnessKey(d)
  if (!key) throw new Error('This browser makes keys that it cannot open.')
  return key
}

/** @returns undefined where the secret is none. */
export const openWitnessKey = async (secret: string): Promise<WitnessKey | undefined> => {
  const number = fromBase64Url(secret)
  if (number?.length !== size) return undefined
  try {
    const bytes = new Uint8Array([...bytesOfHex(before), ...number])
    const whole = await crypto.subtle.importKey('pkcs8', bytes, algorithm, true, ['sign'])
    const { x, y, crv, kty } = await crypto.subtle.exportKey('jwk', whole)
    if (!x || !y || !crv || !kty) return undefined
    const open = await crypto.subtle.importKey('jwk', { x, y, crv, kty }, algorithm, true, ['verify'])
    return {
      secret,
      publicKey: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', open))),
      sign: async (text) =>
        toBase64Url(new Uint8Array(await crypto.subtle.sign(algorithm, whole, utf8(text)))),
    }
  } catch {
    return undefined
  }
}

/** A secret for paper: 55 digits in groups of five, the last of them a check. */
export const codeOfSecret = async (secret: string): Promise<string> => {
  const number = fromBase64Url(secret) ?? new Uint8Array()
  const check = (await sha256(number)).slice(0, 2)
  let bits = 0n
  for (const byte of [...number, ...check]) bits = (bits << 8n) | BigInt(byte)
  bits <<= 3n
  const letters = Array.from({ length: 55 }, (_, at) => digits[Number((bits >> BigInt(5 * (54 - at))) & 31n)])
  return (letters.join('').match(/.{5}/g) ?? []).join(' ')
}

/** @returns undefined where a digit is wrong. Small letters, and I, L and O for what they look like, are read too. */
export const secretOfCode = async (typed: string): Promise<string | undefined> => {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')
  if (text.length !== 55 || [...text].some((letter) => !digits.includes(letter))) return undefined
  let bits = 0n
  for (const letter of text) bits = (bits << 5n) | BigInt(digits.indexOf(letter))
  bits >>= 3n
  const bytes = Uint8Array.from({ length: 34 }, (_, at) => Number((bits >> BigInt(8 * (33 - at))) & 255n))
  const number = bytes.slice(0, size)
  const check = (await sha256(number)).slice(0, 2)
  return check.every((byte, at) => byte === bytes[size + at]) ? toBase64Url(number) : undefined
}

const bytesOfHex = (hex: string): number[] =>
  (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
