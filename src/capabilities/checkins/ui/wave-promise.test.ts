import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDrawingRoom } from '#ui/drawing-room.ts'
import { specimenOrganisation } from '../client/packet-specimen.fixture.ts'
import type { GroupEntry, Manifest } from '../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { promiseOf } from '../domain/promise.ts'

// The words of a promise come from what was signed with the check-in, and from nothing that can change afterwards.

let room: Awaited<ReturnType<typeof openDrawingRoom>>
let packet: CheckinPacket
beforeAll(async () => {
  room = await openDrawingRoom()
  packet = await (await specimenOrganisation()).announce()
})
afterAll(() => room.close())

const wordsOf = async (given: CheckinPacket, before?: readonly Trustee[]): Promise<string[]> => {
  const promise = promiseOf({ packet: given, hash: 'AAAAAAAAAAA', ...(before ? { heldBefore: before } : {}) })
  const { body } = await room.draw('../capabilities/checkins/ui/WavePromise', { promise })
  const plain = body.replace(/<\/(p|li|h3|div)>/g, '\n').replace(/<[^>]*>/g, '')
  return plain.split(/\n|(?<=[.:]) /).map((line) => line.trim())
}
type Trustee = Pick<NonNullable<Manifest['trustees']>[number], 'office' | 'name' | 'identity'>

const signed = (change: Partial<Manifest>) => ({
  ...packet,
  manifest: JSON.stringify({ ...(JSON.parse(packet.manifest) as Manifest), ...change }),
})
const inGroup = (change: Partial<GroupEntry>) => ({
  ...packet,
  entry: JSON.stringify({ ...(JSON.parse(packet.entry) as GroupEntry), ...change }),
})
const trustee = (name: string, office: Trustee['office'] = 'staff') => ({
  office,
  name,
  identity: 'BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  publicKey: '',
  proof: '',
  slot: '1',
  voucher: '',
})
const witness = (name: string, isRequired: boolean) => ({ id: name, name, publicKey: '', isRequired })

test.each<[setting: string, changed: () => CheckinPacket, says: RegExp, no: RegExp | undefined]>([
  [
    'who runs the site: somebody independent',
    () => signed({ hostKind: 'independent' }),
    /independent of/,
    /your employer, runs/,
  ],
  [
    'who runs the site: its members',
    () => signed({ hostKind: 'members' }),
    /work here run this site/,
    /your employer, runs/,
  ],
  ['the smallest group', () => signed({ minimumGroup: 5 }), /fewer than 5 people/, /fewer than 8 people/],
  [
    'when it closes',
    () => signed({ closesAt: '2026-12-18T19:00:00.000Z' }),
    /closes on Friday 18 December/,
    /closes on Sunday 8/,
  ],
  [
    'when it is counted',
    () => signed({ collectsUntil: '2026-12-19T19:00:00.000Z' }),
    /after Saturday 19 December/,
    /after Monday 9/,
  ],
  [
    'an address of its own for answers',
    () => signed({ collector: 'https://a.example.org/a/ballots' }),
    /address of their own/,
    undefined,
  ],
  [
    'with whom she is counted',
    () => inGroup({ name: 'Maternity' }),
    /Maternity \(9 people\)/,
    /Surgery \(9 people\)/,
  ],
  ['how many they are', () => inGroup({ eligible: 12 }), /Surgery \(12 people\)/, /Surgery \(9 people\)/],
  ['a group too large for names', () => ({ ...packet, people: null, units: ['Ward'] }), /Ward/, /Person 3/],
  [
    'which teams are in her group',
    () => ({ ...packet, units: ['Surgery', 'Recovery'] }),
    /Recovery/,
    undefined,
  ],
  [
    'a trustee',
    () => signed({ trustees: [trustee('Ana Ferreira')], waitsUntil: '2026-11-23T19:00:00.000Z' }),
    /Ana Ferreira/,
    /run the server could open answers before/,
  ],
  [
    'two trustees',
    () =>
      signed({
        trustees: [trustee('Ana'), trustee('Bo Lund', 'data-protection')],
        waitsUntil: '2026-11-23T19:00:00.000Z',
      }),
    /Bo Lund/,
    /run the server could open answers before/,
  ],
  [
    'a witness whose signature is asked for',
    () => signed({ witnesses: [witness('The union', true)] }),
    /signed by The union/,
    undefined,
  ],
])('the promise says another thing with another setting: %s', async (_, changed, says, no) => {
  const [before, after] = [await wordsOf(packet), await wordsOf(changed())]
  expect(after).not.toEqual(before)
  expect(after.join('\n')).toMatch(says)
  expect(before.join('\n')).not.toMatch(says)
  if (no) {
    expect(before.join('\n')).toMatch(no)
    expect(after.join('\n')).not.toMatch(no)
  }
})

test('a witness whose signature is not asked for is not promised', async () => {
  expect(await wordsOf(signed({ witnesses: [witness('The union', false)] }))).toEqual(await wordsOf(packet))
})

test('what changes on the site after the announcement changes no word of it', async () => {
  const around: CheckinPacket = {
    ...packet,
    title: 'Another',
    organisationName: 'Another',
    hostKind: 'members',
    collector: 'https://elsewhere.example.org/a/ballots',
    closesAt: '2030-01-01T00:00:00.000Z',
    collectsUntil: '2030-01-02T00:00:00.000Z',
    state: 'announced',
  }
  expect(await wordsOf(around)).toEqual(await wordsOf(packet))
})
