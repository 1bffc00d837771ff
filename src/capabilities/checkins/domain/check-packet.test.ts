import { expect, test } from 'vitest'
import { specimenOrganisation } from '../client/packet-specimen.fixture.ts'
import { checkPacket } from './check-packet.ts'
import type { GroupEntry, Manifest } from './manifest/manifest.ts'
import type { CheckinPacket } from './packet.ts'

const unknown = { signer: undefined, manifestHash: undefined }
const { announce } = await specimenOrganisation()
const answerTo = async (change: Partial<CheckinPacket>) => {
  const checked = await checkPacket({ ...(await announce()), ...change }, unknown)
  return checked.ok ? 'accepted' : checked.refusal
}

test('what was announced to everybody is accepted', async () => {
  expect(await answerTo({})).toBe('accepted')
})

test.each([
  '/a/ballots?m=17',
  '/a/ballots/17',
  'https://seventeen.example.org/a/ballots',
  'https://me@example.org/a/ballots',
])('an address for ballots that is not everybody’s is refused: %s', async (collector) => {
  expect(await answerTo({ collector })).toBe('manifest/changed')
})

test.each([
  { title: 'Another' },
  { closesAt: '2026-12-01T00:00:00.000Z' },
  { opensAt: '2026-11-01T00:00:00.000Z' },
  { units: ['Surgery', 'Pharmacy'] },
  { hostKind: 'independent' as const },
])('a packet that tells other than what was signed is refused: %j', async (change) => {
  expect(await answerTo(change)).toBe('manifest/changed')
})

test('a group that is small enough to be named comes with its names', async () => {
  expect(await answerTo({ people: null })).toBe('manifest/names-differ')
})

test('a tree with more groups than people allow, or a longer way than its groups need, is refused', async () => {
  const packet = await announce()
  const manifest = JSON.parse(packet.manifest) as Manifest
  const entry = JSON.parse(packet.entry) as GroupEntry
  expect((manifest.tables[0]?.groups ?? 99) * manifest.minimumGroup <= manifest.eligible).toBe(true)
  expect(
    await answerTo({ path: [...packet.path, ...packet.path, ...packet.path], entry: packet.entry }),
  ).not.toBe('accepted')
  expect(entry.eligible).toBeGreaterThanOrEqual(manifest.minimumGroup)
  const crowded = await announce({ minimumGroup: 11 })
  expect(await checkPacket(crowded, unknown)).toMatchObject({ refusal: 'manifest/group-too-small' })
})

test('a key that fewer than the minimum share is refused, whatever else is in order', async () => {
  const packet = await announce({ minimumGroup: 10 })
  const { minimumGroup, eligible, tables } = JSON.parse(packet.manifest) as Manifest
  expect((tables[0]?.groups ?? 99) * minimumGroup).toBeLessThanOrEqual(eligible)
  expect(await checkPacket(packet, unknown)).toMatchObject({ refusal: 'manifest/group-too-small' })
  expect((await checkPacket(await announce({ minimumGroup: 9 }), unknown)).ok).toBe(true)
})
