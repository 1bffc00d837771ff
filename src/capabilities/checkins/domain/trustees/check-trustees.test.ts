import { expect, test } from 'vitest'
import { addPoints } from '#packages/blind-ticket/index.ts'
import { P256_ORDER, publicPoint } from '#packages/blind-ticket/p256.ts'
import { specimenOrganisation } from '../../client/packet-specimen.fixture.ts'
import { checkPacket } from '../check-packet.ts'
import { fromBase64Url, toBase64Url } from '../manifest/digest.ts'
import type { Manifest, Trustee } from '../manifest/manifest.ts'
import { checkTrustees, type KnownHolders } from './check-trustees.ts'
import { newSlots } from './parts.ts'
import { isProven, makePart } from './prove.ts'

const organisation = await specimenOrganisation()
const bytes = (text: string) => fromBase64Url(text) ?? new Uint8Array()
const codes = { officer: new Uint8Array(16).fill(1), staff: new Uint8Array(16).fill(2) }
const slots = newSlots(new Uint8Array(16).fill(9))
const officer = (at = 0, code = codes.officer): Promise<Trustee> => named('data-protection', at, code)
const staff = (at = 0, code = codes.staff): Promise<Trustee> => named('staff', at, code)
const named = async (office: Trustee['office'], at: number, code: Uint8Array): Promise<Trustee> => ({
  office,
  name: office === 'staff' ? 'Sven' : 'Dora',
  ...(await makePart({ code, organisation: organisation.id, slot: slots[at] ?? '' })),
})
const sumOf = (trustees: readonly Trustee[]) =>
  toBase64Url(addPoints(trustees.map(({ publicKey }) => bytes(publicKey))) ?? new Uint8Array())
const manifestWith = async (
  trustees: readonly Trustee[],
  change: Partial<Manifest> = {},
): Promise<Manifest> => {
  const packet = await organisation.announce()
  const plain = JSON.parse(packet.manifest) as Manifest
  return { ...plain, trustees, waveKey: sumOf(trustees), ...change }
}
const answerTo = async (manifest: Manifest, known?: KnownHolders) => {
  const checked = await checkTrustees(manifest, known)
  return checked.ok ? 'accepted' : checked.refusal
}

test('two trustees who prove their parts hold the key that is their sum, and so does one alone', async () => {
  expect(await answerTo(await manifestWith([await officer(), await staff()]))).toBe('accepted')
  expect(await answerTo(await manifestWith([await officer()]))).toBe('accepted')
})

test('a key that the host has itself is refused, whoever is named for it', async () => {
  const { wavePair } = organisation
  const waveKey = toBase64Url(wavePair.publicKey)
  expect(await answerTo(await manifestWith([await officer(), await staff()], { waveKey }))).toBe(
    'manifest/key-not-theirs',
  )
  expect(await answerTo(await manifestWith([await officer()], { waveKey }))).toBe('manifest/key-not-theirs')
})

test('a part that cancels the other one out is refused: nobody can prove it', async () => {
  const [honest, own] = [await officer(), await staff()]
  const minus = publicPoint(P256_ORDER - 5n)
  // B = X − A, so that A + B = X, whose private half the host knows. Its sum is right; it has no proof of its own.
  const negated = bytes(honest.publicKey)
  const y = BigInt(`0x${Buffer.from(negated.subarray(33)).toString('hex')}`)
  const field = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
  const opposite = Uint8Array.of(
    ...negated.subarray(0, 33),
    ...Buffer.from((field - y).toString(16).padStart(64, '0'), 'hex'),
  )
  const rogue = addPoints([minus, opposite])
  if (!rogue) throw new Error('No point is left.')
  const bent = { ...own, publicKey: toBase64Url(rogue) }
  const manifest = await manifestWith([honest, bent])
  expect(manifest.waveKey).toBe(toBase64Url(minus))
  expect(await answerTo(manifest)).toBe('manifest/trustees-not-proven')
})

test('a part without a proof, or with one of another organisation, place or person, is refused', async () => {
  const honest = await staff()
  const elsewhere = await makePart({ code: codes.staff, organisation: 'another', slot: honest.slot })
  const later = await staff(1)
  const changed: Partial<Trustee>[] = [
    { proof: '' },
    { voucher: '' },
    { proof: later.proof },
    { voucher: later.voucher },
    { slot: later.slot },
    { slot: '2.AAAAAAAAAAAAAAAAAAAAAA.1' },
    { identity: (await officer()).identity },
    { proof: elsewhere.proof, voucher: elsewhere.voucher },
  ]
  for (const change of changed)
    expect([change, await answerTo(await manifestWith([await officer(), { ...honest, ...change }]))]).toEqual(
      [change, 'manifest/trustees-not-proven'],
    )
  expect(await isProven(honest, organisation.id)).toBe(true)
})

test('one person cannot be both trustees, and there are no more than two', async () => {
  const twice = await staff(1, codes.officer)
  expect(await answerTo(await manifestWith([await officer(), twice]))).toBe('manifest/trustees-not-proven')
  const third = { ...(await staff(0, new Uint8Array(16).fill(3))), office: 'staff' as const }
  expect(await answerTo(await manifestWith([await officer(), await staff(), third]))).toBe(
    'manifest/trustees-not-proven',
  )
})

test('whoever holds the key next time is compared with whoever held it before, by name and by key', async () => {
  const first = await checkTrustees(await manifestWith([await officer(), await staff()]), undefined)
  if (!first.ok) throw new Error(first.refusal)
  expect(first.value.before).toBeUndefined()
  const known = first.value.remember
  const next = async (trustees: readonly Trustee[], change: Partial<Manifest> = {}) => {
    const checked = await checkTrustees(await manifestWith(trustees, change), known)
    if (!checked.ok) throw new Error(checked.refusal)
    return checked.value.before
  }
  expect(await next([await staff(1), await officer(1)])).toBeUndefined()
  const names = [{ name: 'Dora' }, { name: 'Sven' }]
  const swapped = await staff(1, new Uint8Array(16).fill(4))
  expect(await next([await officer(1), swapped])).toMatchObject(names)
  expect(await next([await officer(1), { ...(await staff(1)), name: 'Somebody' }])).toMatchObject(names)
  expect(await next([await officer(1)])).toMatchObject(names)
  const { wavePair } = organisation
  expect(await next([], { waveKey: toBase64Url(wavePair.publicKey) })).toMatchObject(names)
})

test('a part that another check-in had is refused: releasing that one would open this one', async () => {
  const first = await checkTrustees(await manifestWith([await officer()]), undefined)
  if (!first.ok) throw new Error(first.refusal)
  const again = await manifestWith([await officer()])
  expect(await answerTo(again, first.value.remember)).toBe('manifest/part-used-before')
  expect(await answerTo({ ...again, wave: first.value.remember.wave as never }, first.value.remember)).toBe(
    'accepted',
  )
  expect(await answerTo(await manifestWith([await officer(1)]), first.value.remember)).toBe('accepted')
})

test('a packet with trustees passes every check, and one with a key of the host’s own passes none', async () => {
  const trustees = [await officer(2), await staff(2)]
  const unknown = { signer: undefined, manifestHash: undefined }
  const held = { trustees, waveKey: sumOf(trustees), waitsUntil: '2026-11-23T19:00:00.000Z' }
  expect((await checkPacket(await organisation.announce({ held }), unknown)).ok).toBe(true)
  const { wavePair } = organisation
  const bent = { ...held, waveKey: toBase64Url(wavePair.publicKey) }
  expect(await checkPacket(await organisation.announce({ held: bent }), unknown)).toMatchObject({
    refusal: 'manifest/key-not-theirs',
  })
  const { waitsUntil: _, ...endless } = held
  expect(await checkPacket(await organisation.announce({ held: endless }), unknown)).toMatchObject({
    refusal: 'manifest/another-wave',
  })
})
