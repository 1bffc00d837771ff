import { createPrivateKey, createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { blind, finalise, prepare, verifyTicket } from './blind.ts'
import { inverse, toBytes, toInteger } from './integers.ts'
import rfc from './rfc9474-vectors.json' with { type: 'json' }
import * as server from './server.ts'
import { hex, spkiOf } from './testing.ts'
import { importRsaKey, readTicketKey } from './ticket-key.ts'

const number = (text: string): bigint => toInteger(hex(text))
const part = (value: bigint, size = 256): string => Buffer.from(toBytes(value, size)).toString('base64url')

const modulus = number(rfc.n)
const spki = spkiOf({ modulus, exponent: 65537n })
const [p, q, d] = [number(rfc.p), number(rfc.q), number(rfc.d)]
const signingKey = createPrivateKey({
  format: 'jwk',
  key: {
    ...createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' }),
    d: part(d, 512),
    p: part(p),
    q: part(q),
    dp: part(d % (p - 1n)),
    dq: part(d % (q - 1n)),
    qi: part(inverse(q, p) ?? 0n),
  },
})

const vectorKey = async () => {
  const read = await importRsaKey(spki)
  if (!read.ok) throw new Error(read.refusal)
  return read.value
}

describe.each(rfc.vectors)('RFC 9474 $name', (vector) => {
  const message = vector.prefix
    ? prepare({ prefix: hex(vector.prefix), message: hex(vector.msg) })
    : hex(vector.msg)

  test('the browser blinds to the published bytes', async () => {
    const factor = inverse(number(vector.inverse), modulus) ?? 0n
    const made = await blind({ key: await vectorKey(), message, salt: hex(vector.salt), factor })
    expect(made.ok && Buffer.from(made.value.blinded).toString('hex')).toBe(vector.blinded)
    expect(made.ok && made.value.inverse).toBe(number(vector.inverse))
  })

  test('the server signs to the published bytes', () => {
    const key = server.loadSigningKey(signingKey.export({ type: 'pkcs8', format: 'der' }))
    const signed = server.blindSign({ key, blinded: hex(vector.blinded) })
    expect(signed.ok && Buffer.from(signed.value).toString('hex')).toBe(vector.blindSignature)
  })

  test('the browser finalises to the published signature', async () => {
    const blindSignature = hex(vector.blindSignature)
    const input = { key: await vectorKey(), message, blindSignature, inverse: number(vector.inverse) }
    const finished = await finalise(input)
    expect(finished.ok && Buffer.from(finished.value).toString('hex')).toBe(vector.sig)
  })

  test('both sides verify the published signature', async () => {
    const signature = hex(vector.sig)
    expect(await verifyTicket({ key: await vectorKey(), message, signature })).toBe(true)
    expect(server.verifyTicket({ key: server.loadTicketKey(spki), message, signature })).toBe(true)
  })
})

test('the key of the published vectors is too long to be a ticket key', async () => {
  expect(await readTicketKey(spki)).toEqual({ ok: false, refusal: 'wrong-length' })
})
