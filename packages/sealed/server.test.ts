import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateSealingKey, loadOpeningKey, open, seal, unpad } from './index.ts'
import rfc from './rfc9180-vectors.json' with { type: 'json' }
import fixture from './sealed-v1.fixture.json' with { type: 'json' }
import { loadOpeningKeyForMany, preparerFor } from './server.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

test('the opening for many reads what browsers seal, and nothing that was moved or altered', async () => {
  const key = await generateSealingKey()
  const many = await loadOpeningKeyForMany(key)
  if (!many.ok) throw new Error(many.refusal)
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array(),
      fc.nat(),
      async (info, plaintext, at) => {
        const aad = Uint8Array.of(1, 2, 3)
        const sealed = await seal({ recipient: key.publicKey, info, aad, plaintext })
        if (!sealed.ok) throw new Error(sealed.refusal)
        const opened = await open({ key: many.value, info, aad, sealed: sealed.value })
        expect(opened.ok && [...opened.value]).toEqual([...plaintext])
        const altered = sealed.value.slice()
        altered[1 + (at % (altered.length - 1))]! ^= 1
        expect((await open({ key: many.value, info, aad, sealed: altered })).ok).toBe(false)
        expect((await open({ key: many.value, info, aad: Uint8Array.of(4), sealed: sealed.value })).ok).toBe(
          false,
        )
      },
    ),
    { numRuns: 25 },
  )
})

test('the opening for many opens the published vector of its suite', async () => {
  const vector = rfc.vectors.find(({ aead }) => aead === 'AES-256-GCM')
  if (!vector) throw new Error('The vector of this suite is gone.')
  const many = await loadOpeningKeyForMany({
    privateKey: hex(vector.privateKey),
    publicKey: hex(vector.publicKey),
  })
  if (!many.ok) throw new Error(many.refusal)
  const sealed = hex(`01${vector.enc}${vector.ciphertext}`)
  const opened = await open({ key: many.value, info: hex(rfc.info), aad: hex(rfc.aad), sealed })
  expect(opened).toEqual({ ok: true, value: hex(rfc.plaintext) })
})

test('the opening for many reads what the first release sealed', async () => {
  const keys = { privateKey: hex(fixture.privateKey), publicKey: hex(fixture.publicKey) }
  const many = await loadOpeningKeyForMany(keys)
  if (!many.ok) throw new Error(many.refusal)
  const text = new TextEncoder()
  const place = { info: text.encode(fixture.info), aad: text.encode(fixture.aad) }
  const opened = await open({ key: many.value, ...place, sealed: hex(fixture.sealed) })
  expect(opened.ok && unpad(opened.value)).toEqual({ ok: true, value: text.encode(fixture.message) })
})

test('one opening leaves no trace in the next: the same message opens under each of its purposes only', async () => {
  const key = await generateSealingKey()
  const many = await loadOpeningKeyForMany(key)
  if (!many.ok) throw new Error(many.refusal)
  const aad = new Uint8Array()
  for (let purpose = 0; purpose < 40; purpose++) {
    const info = Uint8Array.of(purpose)
    const sealed = await seal({ recipient: key.publicKey, info, aad, plaintext: info })
    if (!sealed.ok) throw new Error(sealed.refusal)
    const other = Uint8Array.of((purpose + 1) % 40)
    expect((await open({ key: many.value, info: other, aad, sealed: sealed.value })).ok).toBe(false)
    expect((await open({ key: many.value, info, aad, sealed: sealed.value })).ok).toBe(true)
  }
})

test('a point that is not on the curve opens nothing', async () => {
  const key = await generateSealingKey()
  const many = await loadOpeningKeyForMany(key)
  if (!many.ok) throw new Error(many.refusal)
  const empty = new Uint8Array()
  const sealed = await seal({ recipient: key.publicKey, info: empty, aad: empty, plaintext: empty })
  if (!sealed.ok) throw new Error(sealed.refusal)
  for (const [at, byte] of [
    [65, 1],
    [1, 2],
  ] as const) {
    const elsewhere = sealed.value.slice()
    elsewhere[at] = (elsewhere[at] ?? 0) ^ byte
    expect(await open({ key: many.value, info: empty, aad: empty, sealed: elsewhere })).toEqual({
      ok: false,
      refusal: 'cannot-open',
    })
  }
})

test('an envelope that was prepared is what every other reader opens, and seals once', async () => {
  const key = await generateSealingKey()
  const info = Uint8Array.of(7)
  const preparer = await preparerFor({ recipient: key.publicKey, info })
  const plain = await loadOpeningKey(key)
  const many = await loadOpeningKeyForMany(key)
  if (!preparer.ok || !plain.ok || !many.ok) throw new Error('A key was refused.')
  const aad = Uint8Array.of(1, 2)
  const plaintext = new Uint8Array(300).fill(9)
  const envelope = await preparer.value.prepare()
  const sealed = await envelope.seal({ aad, plaintext })
  for (const reader of [plain.value, many.value]) {
    expect(await open({ key: reader, info, aad, sealed })).toEqual({ ok: true, value: plaintext })
    expect((await open({ key: reader, info, aad: Uint8Array.of(1), sealed })).ok).toBe(false)
    expect((await open({ key: reader, info: aad, aad, sealed })).ok).toBe(false)
  }
  await expect(envelope.seal({ aad, plaintext })).rejects.toThrow('once')
  const again = await (await preparer.value.prepare()).seal({ aad, plaintext })
  expect(Buffer.from(again).equals(Buffer.from(sealed))).toBe(false)
})

test('nothing is prepared for a key that is no point of the curve', async () => {
  const info = new Uint8Array()
  for (const recipient of [new Uint8Array(65), new Uint8Array(65).fill(4), new Uint8Array(32)])
    expect(await preparerFor({ recipient, info })).toEqual({ ok: false, refusal: 'bad-key' })
})
