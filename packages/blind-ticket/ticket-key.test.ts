import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { generateTicketKey } from './server.ts'
import { mustRead, spkiOf } from './testing.ts'
import { readTicketKey } from './ticket-key.ts'

const made = await generateTicketKey()
const good = await mustRead(made.spki)
const exponent = 65537n

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  type: 'spki',
  format: 'der',
})
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 3072 }).publicKey
const primeTimes = (factor: bigint): bigint => {
  const multiple = good.modulus - (good.modulus % factor)
  return multiple % 2n === 0n ? multiple - factor : multiple
}

test('a key that the server made is read, with its number and its id', async () => {
  const id = new Uint8Array(await crypto.subtle.digest('SHA-256', made.spki))
  expect(good.id).toEqual(id)
  expect(good.size).toBe(384)
  expect(spkiOf({ modulus: good.modulus, exponent })).toEqual(made.spki)
})

test.each([
  ['2048 bits', 'wrong-length', spkiOf({ modulus: good.modulus >> 1024n, exponent })],
  ['3071 bits', 'wrong-length', spkiOf({ modulus: (good.modulus >> 1n) | 1n, exponent })],
  ['3073 bits', 'wrong-length', spkiOf({ modulus: good.modulus * 2n + 1n, exponent })],
  ['4096 bits', 'wrong-length', spkiOf({ modulus: (good.modulus << 1024n) | 1n, exponent })],
  ['exponent 1', 'wrong-exponent', spkiOf({ modulus: good.modulus, exponent: 1n })],
  ['exponent 3', 'wrong-exponent', spkiOf({ modulus: good.modulus, exponent: 3n })],
  ['an even exponent', 'wrong-exponent', spkiOf({ modulus: good.modulus, exponent: 65536n })],
  ['a large exponent', 'wrong-exponent', spkiOf({ modulus: good.modulus, exponent: good.modulus - 2n })],
  ['an even modulus', 'even-modulus', spkiOf({ modulus: good.modulus - 1n, exponent })],
  ['a multiple of 3', 'small-factor', spkiOf({ modulus: primeTimes(3n), exponent })],
  ['a multiple of 251', 'small-factor', spkiOf({ modulus: primeTimes(251n), exponent })],
  ['a multiple of 8191', 'small-factor', spkiOf({ modulus: primeTimes(8191n), exponent })],
  ['an elliptic-curve key', 'not-an-rsa-key', ec],
  ['an id-RSASSA-PSS key', 'not-an-rsa-key', pss.export({ type: 'spki', format: 'der' })],
  ['nothing', 'not-an-rsa-key', new Uint8Array()],
  ['half a key', 'not-an-rsa-key', made.spki.subarray(0, 200)],
  ['a key with a byte after it', 'not-an-rsa-key', Buffer.concat([made.spki, Buffer.of(0)])],
  ['a private key', 'not-an-rsa-key', made.privateKey],
])('a browser refuses %s: %s', async (_, refusal, spki) => {
  expect(await readTicketKey(spki)).toEqual({ ok: false, refusal })
})

test('a browser never trips over a damaged key: whichever byte is altered, it answers', async () => {
  for (let at = 0; at < made.spki.length; at++) {
    const damaged = made.spki.slice()
    damaged[at] = (damaged[at] ?? 0) ^ 0xff
    const read = await readTicketKey(damaged)
    if (read.ok) expect(read.value.modulus).not.toBe(good.modulus)
  }
})
