import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { open, seal } from './envelope.ts'
import { generateSealingKey, loadOpeningKey, type OpeningKey } from './key.ts'
import { unpad } from './padding.ts'
import rfc from './rfc9180-vectors.json' with { type: 'json' }
import fixture from './sealed-v1.fixture.json' with { type: 'json' }
import { SEALED_OVERHEAD } from './suite.ts'

const hex = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))
const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)

const mustLoad = async (key: { privateKey: Uint8Array; publicKey: Uint8Array }): Promise<OpeningKey> => {
  const loaded = await loadOpeningKey(key)
  if (!loaded.ok) throw new Error(loaded.refusal)
  return loaded.value
}

const keys = await generateSealingKey()
const key = await mustLoad(keys)
const place = { info: text('purpose'), aad: text('place') }

const mustSeal = async (plaintext: Uint8Array): Promise<Uint8Array> => {
  const sealed = await seal({ recipient: keys.publicKey, ...place, plaintext })
  if (!sealed.ok) throw new Error(sealed.refusal)
  return sealed.value
}

test.each(rfc.vectors)('a message of the published vectors opens: $name', async (vector) => {
  const loaded = await mustLoad({ privateKey: hex(vector.privateKey), publicKey: hex(vector.publicKey) })
  const parts = { kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() }
  const suite = vector.aead === 'AES-128-GCM' ? new CipherSuite(parts) : loaded.suite
  const sealed = hex(`01${vector.enc}${vector.ciphertext}`)
  const opened = await open({ key: { ...loaded, suite }, info: hex(rfc.info), aad: hex(rfc.aad), sealed })
  expect(opened).toEqual({ ok: true, value: hex(rfc.plaintext) })
})

test('what the first release sealed opens for ever', async () => {
  const first = await mustLoad({ privateKey: hex(fixture.privateKey), publicKey: hex(fixture.publicKey) })
  const input = { info: text(fixture.info), aad: text(fixture.aad), sealed: hex(fixture.sealed) }
  const opened = await open({ key: first, ...input })
  expect(opened.ok && unpad(opened.value)).toEqual({ ok: true, value: text(fixture.message) })
})

test('whatever is sealed opens again, and is longer by the same number of bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (plaintext) => {
      const sealed = await mustSeal(plaintext)
      expect(sealed.length).toBe(plaintext.length + SEALED_OVERHEAD)
      expect(await open({ key, ...place, sealed })).toEqual({ ok: true, value: new Uint8Array(plaintext) })
    }),
    { numRuns: 30 },
  )
})

test('the same message never looks the same twice', async () => {
  expect(await mustSeal(text('well'))).not.toEqual(await mustSeal(text('well')))
})

test('a sealed message with any byte altered does not open', async () => {
  const sealed = await mustSeal(text('well'))
  for (let at = 0; at < sealed.length; at++) {
    const altered = sealed.slice()
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
    const refusal = at === 0 ? 'unknown-version' : 'cannot-open'
    expect(await open({ key, ...place, sealed: altered })).toEqual({ ok: false, refusal })
  }
})

test('a sealed message does not open in another place, for another purpose, or with another key', async () => {
  const sealed = await mustSeal(text('well'))
  const refusal = { ok: false, refusal: 'cannot-open' }
  expect(await open({ key, ...place, aad: text('elsewhere'), sealed })).toEqual(refusal)
  expect(await open({ key, ...place, info: text('something else'), sealed })).toEqual(refusal)
  const stranger = await mustLoad(await generateSealingKey())
  expect(await open({ key: stranger, ...place, sealed })).toEqual(refusal)
})

test.each([0, 1, 66, SEALED_OVERHEAD - 1])('%i bytes are too short to be a sealed message', async (size) => {
  const sealed = new Uint8Array(size).fill(1)
  expect(await open({ key, ...place, sealed })).toEqual({ ok: false, refusal: 'too-short' })
})

test.each([
  ['empty', new Uint8Array()],
  ['of another length', keys.publicKey.subarray(0, 64)],
  ['no point of the curve', keys.publicKey.map((byte, at) => (at === 64 ? byte ^ 1 : byte))],
  ['the point at infinity', new Uint8Array(65)],
])('nothing is sealed to a public key that is %s', async (_, recipient) => {
  expect(await seal({ recipient, ...place, plaintext: text('well') })).toEqual({
    ok: false,
    refusal: 'bad-key',
  })
})

test('a private key of another length is refused', async () => {
  const short = { ...keys, privateKey: keys.privateKey.subarray(1) }
  expect(await loadOpeningKey(short)).toEqual({ ok: false, refusal: 'bad-key' })
  const pointless = { ...keys, publicKey: new Uint8Array(65) }
  expect(await loadOpeningKey(pointless)).toEqual({ ok: false, refusal: 'bad-key' })
})
