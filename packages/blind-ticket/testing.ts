import { createPublicKey } from 'node:crypto'
import { toBytes } from './integers.ts'
import { readTicketKey, type TicketKey } from './ticket-key.ts'

export const hex = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))

const base64url = (value: bigint): string =>
  Buffer.from(toBytes(value, Math.ceil(value.toString(16).length / 2))).toString('base64url')

/** The SPKI of any pair of numbers, sensible or not. */
export const spkiOf = (numbers: { modulus: bigint; exponent: bigint }): Uint8Array<ArrayBuffer> => {
  const jwk = { kty: 'RSA', n: base64url(numbers.modulus), e: base64url(numbers.exponent) }
  return new Uint8Array(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }))
}

export const mustRead = async (spki: Uint8Array): Promise<TicketKey> => {
  const read = await readTicketKey(spki)
  if (!read.ok) throw new Error(read.refusal)
  return read.value
}
