import { expect, test } from 'vitest'
import { specimenOrganisation } from '../client/packet-specimen.fixture.ts'
import { hashOfText } from './manifest/manifest.ts'
import { promiseOf } from './promise.ts'

const site = await specimenOrganisation()

test('the promise names the group, its people and the minimum from what was signed, not from what stands around it', async () => {
  const packet = await site.announce()
  const hash = await hashOfText(packet.manifest)
  const around = {
    ...packet,
    title: 'Another',
    organisationName: 'Another',
    closesAt: '2030-01-01T00:00:00.000Z',
    collectsUntil: '2030-01-01T00:00:00.000Z',
  }
  const promise = promiseOf({ packet: around, hash })
  expect(promise).toMatchObject({
    organisation: 'Alder Bridge',
    title: 'This week',
    group: 'Surgery',
    people: 9,
    minimumGroup: 8,
    closesAt: '2026-11-08T19:00:00.000Z',
    countedAt: '2026-11-09T19:00:00.000Z',
  })
  expect([promise.names, promise.units]).toEqual([packet.people, packet.units])
  expect(promise.fingerprint).toHaveLength(8)
})

test('where a group is too large to be read by name, its units are named', async () => {
  const packet = { ...(await site.announce()), people: null, units: ['Theatre', 'Recovery'] }
  expect(promiseOf({ packet, hash: '' })).toMatchObject({ names: undefined, units: ['Recovery', 'Theatre'] })
})

test('whoever serves the page is named among what cannot be promised, whatever the host', async () => {
  const packet = await site.announce()
  const firstOf = (hostKind: typeof packet.hostKind) => {
    const manifest = JSON.stringify({ ...JSON.parse(packet.manifest), hostKind })
    return promiseOf({ packet: { ...packet, manifest }, hash: '' }).cannot[0]
  }
  expect([firstOf('employer'), firstOf('independent'), firstOf('members')]).toEqual([
    'served_by_employer',
    'served_by_others',
    'served_by_others',
  ])
})

test('an address of its own for answers is told only where there is one', async () => {
  const packet = await site.announce()
  expect(promiseOf({ packet, hash: '' }).hasOwnAddress).toBe(false)
  const collector = 'https://answers.example.org/a/ballots'
  const manifest = JSON.stringify({ ...JSON.parse(packet.manifest), collector })
  expect(promiseOf({ packet: { ...packet, manifest }, hash: '' }).hasOwnAddress).toBe(true)
})
