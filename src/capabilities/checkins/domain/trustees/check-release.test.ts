import { expect, test } from 'vitest'
import { addPoints } from '#packages/blind-ticket/index.ts'
import { specimenOrganisation } from '../../client/packet-specimen.fixture.ts'
import { fromBase64Url, toBase64Url } from '../manifest/digest.ts'
import type { Trustee } from '../manifest/manifest.ts'
import { checkRelease } from './check-release.ts'
import { newSlots, partOf } from './parts.ts'
import { makePart } from './prove.ts'

const organisation = await specimenOrganisation()
const code = new Uint8Array(16).fill(1)
const [slot = '', otherSlot = ''] = newSlots(new Uint8Array(16).fill(9))
const hers: Trustee = {
  office: 'staff',
  name: 'Sven',
  ...(await makePart({ code, organisation: organisation.id, slot })),
}
const over = Date.parse('2026-11-09T19:00:00.000Z')

const claim = async (trustee: Trustee = hers, waveKey?: string) => {
  const sum = addPoints([fromBase64Url(trustee.publicKey) ?? new Uint8Array()]) ?? new Uint8Array()
  const held = {
    trustees: [trustee],
    waveKey: waveKey ?? toBase64Url(sum),
    waitsUntil: '2026-11-23T19:00:00.000Z',
  }
  const { wave, manifest, signature } = await organisation.announce({ held })
  return { wave, manifest, signature, missing: [trustee.publicKey] }
}
const on = { code, organisation: organisation.id, now: over }

test('what is signed, hers and over is released, and nothing but the part of this one check-in', async () => {
  const claimed = await claim()
  const { scalar } = await partOf({ code, organisation: organisation.id, slot })
  expect(await checkRelease(claimed, on)).toMatchObject({
    kind: 'ready',
    request: { wave: claimed.wave, publicKey: hers.publicKey, part: toBase64Url(scalar) },
  })
})

test('whatever the site says, nothing is released before the end by the clock of this device', async () => {
  expect(await checkRelease(await claim(), { ...on, now: over - 1 })).toEqual({
    kind: 'too-early',
    from: '2026-11-09T19:00:00.000Z',
  })
})

test('an announcement whose times were changed after it was signed gets nothing', async () => {
  const claimed = await claim()
  const earlier = { ...claimed, manifest: claimed.manifest.replaceAll('2026-11-09T19', '2026-11-01T19') }
  expect(await checkRelease(earlier, on)).toEqual({ kind: 'wrong' })
  expect(await checkRelease({ ...claimed, manifest: 'null' }, on)).toEqual({ kind: 'wrong' })
})

test('a check-in of another organisation, another code, or another key gets nothing', async () => {
  const claimed = await claim()
  expect(await checkRelease(claimed, { ...on, organisation: 'another' })).toEqual({ kind: 'wrong' })
  expect(await checkRelease({ ...claimed, wave: 'another' }, on)).toEqual({ kind: 'wrong' })
  expect(await checkRelease(claimed, { ...on, code: new Uint8Array(16) })).toEqual({ kind: 'not-hers' })
  expect(await checkRelease(await claim({ ...hers, slot: otherSlot }), on)).toEqual({ kind: 'wrong' })
  const foreign = toBase64Url(organisation.wavePair.publicKey)
  expect(await checkRelease(await claim(hers, foreign), on)).toEqual({ kind: 'wrong' })
})

test('a part that was released before is not sent again', async () => {
  expect(await checkRelease({ ...(await claim()), missing: [] }, on)).toEqual({ kind: 'given' })
})
