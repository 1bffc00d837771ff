import { randomBytes, sign, webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signWithBallotKey } from './ballot-signature.ts'
import { blind, finalise, ticketMessage, verifyTicket } from './blind.ts'
import { inverse, power, toBytes, toInteger } from './integers.ts'
import { deriveTicketSecrets, type TicketSecrets } from './secrets.ts'
import * as server from './server.ts'
import { mustRead } from './testing.ts'

const pair = await server.generateTicketKey()
const other = await server.generateTicketKey()
const key = await mustRead(pair.spki)
const otherKey = await mustRead(other.spki)
const signingKey = server.loadSigningKey(pair.privateKey)
const ticketKey = server.loadTicketKey(pair.spki)
const place = { wave: '2026-w48', table: 'reporting-groups' }

/** One member's whole errand, with what the issuer saw (issue) and what the collector saw (redeem). */
const errand = async (seed: Uint8Array = randomBytes(32)) => {
  const secrets: TicketSecrets = await deriveTicketSecrets({ seed, ...place, key })
  const message = await ticketMessage(secrets)
  const made = await blind({ key, message, ...secrets })
  if (!made.ok) throw new Error(made.refusal)
  const signed = server.blindSign({ key: signingKey, blinded: made.value.blinded })
  if (!signed.ok) throw new Error(signed.refusal)
  const blindSignature = signed.value
  const done = await finalise({ key, message, blindSignature, inverse: made.value.inverse })
  if (!done.ok) throw new Error(done.refusal)
  const { blinded } = made.value
  return {
    secrets,
    made: made.value,
    issue: { blinded, blindSignature },
    redeem: { message, signature: done.value },
  }
}

const errands = await Promise.all(Array.from({ length: 8 }, () => errand()))
const [first] = errands
if (!first) throw new Error('there is no first errand')

test('a ticket blinded in the browser and signed by the server is genuine for both', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (seed) => {
      const { redeem } = await errand(seed)
      expect(server.verifyTicket({ key: ticketKey, ...redeem })).toBe(true)
      expect(await verifyTicket({ key, ...redeem })).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test('the same seed asks for the same bytes again, and another wave, table or key for others', async () => {
  const seed = randomBytes(32)
  const once = await errand(seed)
  expect((await errand(seed)).issue).toEqual(once.issue)
  const elsewhere = [
    { ...place, wave: 'another', key },
    { ...place, table: 'another', key },
    { ...place, key: otherKey },
    { wave: `${place.wave}r`, table: place.table.slice(1), key },
  ]
  for (const input of elsewhere) {
    const secrets = await deriveTicketSecrets({ seed, ...input })
    expect(secrets.prefix).not.toEqual(once.secrets.prefix)
    expect(secrets.salt).not.toEqual(once.secrets.salt)
    expect(secrets.factor).not.toBe(once.secrets.factor)
    expect(secrets.publicKey).not.toEqual(once.secrets.publicKey)
  }
})

test('the ballot key signs under the public key that the ticket is bound to, and cannot be exported', async () => {
  const { signingKey: secret, publicKey } = first.secrets
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const verifier = await webcrypto.subtle.importKey('raw', publicKey, algorithm, true, ['verify'])
  const text = new TextEncoder().encode('answers')
  const rule = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await webcrypto.subtle.sign(rule, secret, text)
  expect(await webcrypto.subtle.verify(rule, verifier, signature, text)).toBe(true)
  await expect(webcrypto.subtle.exportKey('jwk', secret)).rejects.toThrow()
})

test('any ticket redeemed may belong to anyone it was issued to: a blinding factor exists for every pair', async () => {
  for (const issued of errands) {
    for (const redeemed of errands) {
      const back = inverse(toInteger(redeemed.redeem.signature), key.modulus)
      if (back === undefined) throw new Error('the signature shares a factor with the modulus')
      const factor = (toInteger(issued.issue.blindSignature) * back) % key.modulus
      const { message } = redeemed.redeem
      const swapped = await blind({ key, message, salt: redeemed.secrets.salt, factor })
      expect(swapped.ok && swapped.value.blinded).toEqual(issued.issue.blinded)
    }
  }
})

test('whoever compares all that was issued with all that was redeemed finds no pair that stands out', () => {
  const quotients = errands.flatMap(({ issue }) =>
    errands.map(({ redeem }) => {
      const encoded = power(toInteger(redeem.signature), key.exponent, key.modulus)
      return (toInteger(issue.blinded) * (inverse(encoded, key.modulus) ?? 0n)) % key.modulus
    }),
  )
  // Without blinding, or with one factor for all, the true pairs would share one quotient.
  expect(new Set(quotients).size).toBe(quotients.length)
  const values = errands.map(({ secrets }) => secrets.factor)
  expect(values.every((factor) => factor > 1n << 2900n && factor < key.modulus)).toBe(true)
})

test('a ticket of one group is worth nothing for another', async () => {
  const { redeem } = first
  expect(server.verifyTicket({ key: server.loadTicketKey(other.spki), ...redeem })).toBe(false)
  expect(await verifyTicket({ key: otherKey, ...redeem })).toBe(false)
})

test('a signature with any byte altered is refused by both sides', async () => {
  const { message, signature } = first.redeem
  for (let at = 0; at < signature.length; at++) {
    const altered = signature.slice()
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
    expect(server.verifyTicket({ key: ticketKey, message, signature: altered })).toBe(false)
    expect(await verifyTicket({ key, message, signature: altered })).toBe(false)
  }
})

test('an answer of the server with any byte altered is never stored as a ticket', async () => {
  const { message } = first.redeem
  for (let at = 0; at < 384; at++) {
    const blindSignature = first.issue.blindSignature.slice()
    blindSignature[at] = (blindSignature[at] ?? 0) ^ (1 << (at % 8))
    const done = await finalise({ key, message, blindSignature, inverse: first.made.inverse })
    expect(done).toEqual({ ok: false, refusal: 'bad-signature' })
  }
})

test('an answer signed by another key, of another length or out of range is refused', async () => {
  const { message } = first.redeem
  const input = { key, message, inverse: first.made.inverse }
  const foreign = server.blindSign({
    key: server.loadSigningKey(other.privateKey),
    blinded: toBytes(toInteger(first.issue.blinded) % otherKey.modulus, 384),
  })
  if (!foreign.ok) throw new Error(foreign.refusal)
  const badSignature = { ok: false, refusal: 'bad-signature' }
  expect(await finalise({ ...input, blindSignature: foreign.value })).toEqual(badSignature)
  expect(await finalise({ ...input, blindSignature: toBytes(key.modulus, 384) })).toEqual(badSignature)
  const short = first.issue.blindSignature.subarray(1)
  expect(await finalise({ ...input, blindSignature: short })).toEqual({ ok: false, refusal: 'wrong-length' })
})

test('an answer of the server has one form only: the modulus added to it is refused', async () => {
  const room = (1n << 3072n) - key.modulus
  let found = await errand()
  while (toInteger(found.issue.blindSignature) >= room) found = await errand()
  const blindSignature = toBytes(toInteger(found.issue.blindSignature) + key.modulus, 384)
  const input = { key, message: found.redeem.message, inverse: found.made.inverse, blindSignature }
  expect(await finalise(input)).toEqual({ ok: false, refusal: 'bad-signature' })
})

test('whatever the ballot key signs, the server accepts', async () => {
  const { signingKey: secret, publicKey } = first.secrets
  for (let turn = 0; turn < 32; turn++) {
    const message = randomBytes(40)
    const signature = await signWithBallotKey({ signingKey: secret, message })
    expect(server.verifyBallotSignature({ publicKey, message, signature })).toBe(true)
  }
})

test.each([
  ['too short', (key: Uint8Array) => key.subarray(1)],
  ['compressed', (key: Uint8Array) => Uint8Array.from([2, ...key.subarray(1)])],
  ['no point of the curve', (key: Uint8Array) => key.map((byte, at) => (at === 64 ? byte ^ 1 : byte))],
])('a ballot key that is %s verifies nothing', async (_, change) => {
  const { signingKey: secret, publicKey } = first.secrets
  const message = randomBytes(40)
  const signature = await signWithBallotKey({ signingKey: secret, message })
  expect(server.verifyBallotSignature({ publicKey: change(publicKey), message, signature })).toBe(false)
})

test('a PSS signature with another salt length is not a ticket', () => {
  const { message } = first.redeem
  const pss = { key: signingKey, padding: 6 }
  const check = (saltLength: number) =>
    server.verifyTicket({
      key: ticketKey,
      message,
      signature: sign('sha384', message, { ...pss, saltLength }),
    })
  expect(check(48)).toBe(true)
  expect([0, 32, 47, 49].map(check)).toEqual([false, false, false, false])
})

test.each([
  ['too short', 'wrong-length', new Uint8Array(383)],
  ['too long', 'wrong-length', new Uint8Array(385)],
  ['empty', 'wrong-length', new Uint8Array()],
  ['the modulus', 'out-of-range', toBytes(key.modulus, 384)],
  ['above the modulus', 'out-of-range', toBytes(key.modulus + 1n, 384)],
  ['all ones', 'out-of-range', new Uint8Array(384).fill(255)],
])('the server refuses to sign a value that is %s', (_, refusal, blinded) => {
  expect(server.blindSign({ key: signingKey, blinded })).toEqual({ ok: false, refusal })
})

test('the server signs every value below the modulus, the last one included', () => {
  const top = server.blindSign({ key: signingKey, blinded: toBytes(key.modulus - 1n, 384) })
  expect(top.ok && toInteger(top.value)).toBe(key.modulus - 1n)
})

test('a factor that a key makes unusable is refused, and one out of range is a bug', async () => {
  const { message } = first.redeem
  const { salt } = first.secrets
  const broken = { ...key, modulus: key.modulus - (key.modulus % 3n) }
  const refusal = { ok: false, refusal: 'unusable-key' }
  expect(await blind({ key: broken, message, salt, factor: 3n })).toEqual(refusal)
  await expect(blind({ key, message, salt, factor: 0n })).rejects.toThrow(RangeError)
  await expect(blind({ key, message, salt, factor: key.modulus })).rejects.toThrow(RangeError)
})
