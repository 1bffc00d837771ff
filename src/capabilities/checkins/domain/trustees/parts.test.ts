import { createECDH, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { toBase64Url } from '../manifest/digest.ts'
import { readCode, writeCode } from './code.ts'
import { identityOf, isSlot, newSlots, partOf } from './parts.ts'
import fixture from './trustee-v1.fixture.json' with { type: 'json' }

const code = Uint8Array.from(Buffer.from(fixture.code, 'hex'))

test('a printed code of the first version makes the same keys for ever', async () => {
  expect(writeCode(code).join(' ')).toBe(fixture.printed)
  expect(readCode(fixture.printed)).toEqual({ kind: 'code', code })
  const { organisation, parts } = fixture
  const identity = await identityOf({ code, organisation })
  expect(toBase64Url(identity.publicKey)).toBe(fixture.identity)
  for (const { slot, scalar, publicKey } of parts) {
    const part = await partOf({ code, organisation, slot })
    expect([toBase64Url(part.scalar), toBase64Url(part.publicKey)]).toEqual([scalar, publicKey])
  }
})

test('the keys are what the description says, worked out by OpenSSL', async () => {
  const { organisation } = fixture
  const slot = fixture.parts[0]?.slot ?? ''
  const field = (text: string) =>
    Buffer.concat([Buffer.from([0, Buffer.byteLength(text)]), Buffer.from(text)])
  const info = Buffer.concat(['part', organisation, slot].map(field))
  const drawn = Buffer.from(hkdfSync('sha256', code, 'kith trustee 1', info, 48)).toString('hex')
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const scalar = ((BigInt(`0x${drawn}`) % (order - 1n)) + 1n).toString(16).padStart(64, '0')
  const native = createECDH('prime256v1')
  native.setPrivateKey(Buffer.from(scalar, 'hex'))
  expect(native.getPublicKey('base64url')).toBe(fixture.parts[0]?.publicKey)
})

test('another code, organisation, batch or number gives keys without relation', async () => {
  const organisation = 'a'
  const [one = '', two = ''] = newSlots(new Uint8Array(16))
  const [other = ''] = newSlots(new Uint8Array(16).fill(1))
  const keys = await Promise.all([
    partOf({ code, organisation, slot: one }),
    partOf({ code, organisation, slot: two }),
    partOf({ code, organisation, slot: other }),
    partOf({ code, organisation: 'b', slot: one }),
    partOf({ code: new Uint8Array(16), organisation, slot: one }),
    identityOf({ code, organisation }),
  ])
  expect(new Set(keys.map(({ scalar }) => toBase64Url(scalar))).size).toBe(keys.length)
})

test('a slot of a version that is not known is none', async () => {
  expect(newSlots(new Uint8Array(16)).every(isSlot)).toBe(true)
  for (const slot of ['', '2.AAAAAAAAAAAAAAAAAAAAAA.1', '1.AAAA.1', '1.AAAAAAAAAAAAAAAAAAAAAA.0'])
    expect(isSlot(slot)).toBe(false)
  await expect(partOf({ code, organisation: 'a', slot: '2.x.1' })).rejects.toThrow(RangeError)
})
