import { expect, test } from 'vitest'
import { generateTicketKey, loadTicketKey } from '#packages/blind-ticket/server.ts'
import { loadOpeningKey } from '#packages/sealed/index.ts'
import { BALLOT_SIZE, decodeBallot, openBallot } from '../domain/ballot.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { standingOf } from '../domain/standing.ts'
import { verifyBallot } from '../domain/verify-ballot.server.ts'
import { keyOf, readKnown } from './member.client.ts'
import { memoryStore } from './memory-store.client.ts'
import { signed, specimenOrganisation } from './packet-specimen.fixture.ts'
import { keepPackets } from './packets.client.ts'
import { sealBallot } from './seal-ballot.client.ts'
import type { Store } from './store.client.ts'
import { type AskForTickets, collectTicket, type TicketAnswer } from './ticket.client.ts'

const site = await specimenOrganisation()
const now = Date.parse('2026-11-03T10:00:00Z')

/** A visit to the home page: keeps the packet and asks, and tells what was asked. */
const visit = async (store: Store, packet: CheckinPacket, answer?: (blinded: string) => TicketAnswer) => {
  const asked: string[] = []
  const ask: AskForTickets = async ({ tickets }) => {
    const blinded = tickets.map((one) => one.blinded).join()
    asked.push(blinded)
    return answer ? answer(blinded) : signed(site.sign(blinded))
  }
  const { organisation, member } = packet
  const kept = await keepPackets(store, { packets: [packet], organisation, member, now })
  for (const one of kept) await collectTicket(store, { kept: one, ask })
  const known = await store.change((box) => readKnown(box, keyOf(packet)))
  return { asked, known, standing: standingOf(known, now).kind }
}

test('a visit to the home page fetches the ticket, and the next one asks for nothing', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const first = await visit(store, packet)
  expect(first.asked).toHaveLength(1)
  expect(first.standing).toBe('ready')
  expect((await visit(store, packet)).asked).toEqual([])
})

test('retries and other tabs ask with the same bytes', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const lost = await visit(store, packet, () => undefined)
  expect(lost.standing).toBe('preparing')
  const busy = await visit(store, packet, () => ({ code: 'checkins/ticket-request-not-readable' }))
  const [left, right] = await Promise.all([visit(store, packet), visit(store, packet)])
  const asked = [...lost.asked, ...busy.asked, ...left.asked, ...right.asked]
  expect(asked).toHaveLength(4)
  expect(new Set(asked).size).toBe(1)
  expect(right.standing).toBe('ready')
})

test('the seed is kept before the first request leaves', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const { organisation, member } = packet
  const [kept] = await keepPackets(store, { packets: [packet], organisation, member, now })
  if (!kept) throw new Error('the packet was not kept')
  const ask: AskForTickets = async () => {
    const ticket = await store.change((box) => box.get('tickets', keyOf(packet)))
    expect(ticket?.state).toBe('asking')
    expect(ticket?.seed).toHaveLength(32)
    return undefined
  }
  await collectTicket(store, { kept, ask })
  expect.assertions(2)
})

test('when another device holds the ticket, this one says so and asks no more', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const given = await visit(store, packet, () => ({ code: 'checkins/ticket-already-given' }))
  expect(given.standing).toBe('elsewhere')
  expect(given.known.ticket?.seed).toBeUndefined()
  expect((await visit(store, packet)).asked).toEqual([])
})

test('a signature that is not for this ticket is never kept', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const wrong = await visit(store, packet, () => signed('A'.repeat(512)))
  expect(wrong.standing).toBe('trouble')
  expect(wrong.known.ticket?.ticket).toBeUndefined()
})

const hostile: Record<string, (packet: CheckinPacket) => Promise<CheckinPacket> | CheckinPacket> = {
  'another signature': (packet) => ({ ...packet, signature: `AAAA${packet.signature.slice(4)}` }),
  'another signer than at first sight': async ({ member, organisation }) => ({
    ...(await site.announce({ signer: await site.newSigner() })),
    member,
    organisation,
  }),
  'a minimum group of four': async ({ member }) => ({
    ...(await site.announce({ minimumGroup: 4 })),
    member,
  }),
  'a group below the minimum': async ({ member }) => ({
    ...(await site.announce({ minimumGroup: 10 })),
    member,
  }),
  'other names': (packet) => ({ ...packet, people: packet.people?.map((name) => `${name}.`) ?? null }),
  'other questions': (packet) => ({ ...packet, questions: packet.questions.replace('one?', 'eins?') }),
  'the manifest of another wave': async ({ member, wave }) => ({ ...(await site.announce()), member, wave }),
  'a second manifest for the same wave': async ({ member, wave }) => ({
    ...(await site.announce({ wave, title: 'Again' })),
    member,
  }),
}

for (const [what, change] of Object.entries(hostile)) {
  test(`${what}: nothing is asked of the server`, async () => {
    const store = memoryStore()
    const packet = await site.announce()
    await visit(store, packet, () => undefined)
    const after = await visit(store, await change(packet))
    expect(after.asked).toEqual([])
    const kept = await store.change((box) => box.all('packets'))
    expect(kept.some(({ value }) => value.trouble !== undefined)).toBe(true)
  })
}

test('a key that no ticket may be asked from is refused before anything is blinded', async () => {
  const store = memoryStore()
  const { spki } = await generateTicketKey()
  const short = spki.slice(0, -1)
  const after = await visit(store, await site.announce({ spki: short }))
  expect(after.asked).toEqual([])
  expect(after.standing).toBe('trouble')
})

test('a sealed ballot is one that the collector takes and the closing opens; pressing Send twice makes one', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  const key = keyOf(packet)
  await visit(store, packet)
  await store.change((box) => box.put('drafts', key, { at: 3, answers: { one: 4, two: 9, gone: 1 } }))
  await Promise.all([1, 2].map((random) => sealBallot(store, { key, now, random: () => random / 4 })))
  const first = await store.change((box) => box.get('ballots', key))
  await sealBallot(store, { key, now, random: () => 0 })
  const entry = await store.change((box) => box.get('ballots', key))
  if (entry?.state !== 'waiting') throw new Error('no ballot waits')
  expect(entry).toEqual(first)
  expect(await store.change((box) => box.get('drafts', key))).toBeUndefined()
  expect(entry.bytes).toHaveLength(BALLOT_SIZE)
  const read = decodeBallot(entry.bytes)
  if (!read.ok) throw new Error(read.refusal)
  const opening = await loadOpeningKey(site.wavePair)
  if (!opening.ok) throw new Error(opening.refusal)
  const opened = await openBallot({ ballot: read.value, key: opening.value })
  expect(opened).toEqual({ ok: true, value: { one: 4 } })
  const ticketKey = loadTicketKey(site.ticketPair.spki)
  expect(verifyBallot({ ballot: read.value, ticketKey }).ok).toBe(true)
})

test('another member at the same browser sees nothing of the first one', async () => {
  const store = memoryStore()
  const packet = await site.announce()
  await visit(store, packet)
  const other = { ...packet, member: (await site.announce()).member }
  const known = await store.change((box) => readKnown(box, keyOf(other)))
  expect(known).toEqual({ others: [], quietUntil: 0 })
  const { asked } = await visit(store, other)
  const before = await store.change((box) => box.get('tickets', keyOf(packet)))
  const after = await store.change((box) => box.get('tickets', keyOf(other)))
  expect(asked).toHaveLength(1)
  expect(after?.seed).not.toEqual(before?.seed)
})
