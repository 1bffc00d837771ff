import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryStore } from '#capabilities/checkins/client/memory-store.client.ts'
import { sealBallot } from '#capabilities/checkins/client/seal-ballot.client.ts'
import { linesOf, secretsOf as secretsFor, ticketKeyOf } from '#capabilities/checkins/client/ticket.client.ts'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import {
  BALLOT_SIZE,
  buildBallot,
  decodeBallot,
  nullifierOf,
  openBallot,
  openBlockBallot,
} from '#capabilities/checkins/domain/ballot.ts'
import type { KeptPacket, KeptTicket } from '#capabilities/checkins/domain/standing.ts'
import { readTableName } from '#capabilities/checkins/domain/tables/attributes.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { issueTickets, readRelease } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { loadOpeningKey } from '#packages/sealed/index.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import type { Clinic } from '../rehearsal/clinic.ts'
import { announceWithTables, visitHome } from '../rehearsal/further-tables.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { secretsOf, times } from '../rehearsal/wave.ts'
import { limitOfChance } from './evidence/chance.ts'
import { ballotsIn } from './evidence/pool-contents.ts'

const waves = 5
const people = 20

type Browser = { key: string; packet: KeptPacket; ticket: KeptTicket }

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
let questions: Questions
/** The table and category of each key: whoever reads the manifest knows them. */
const places = new Map<string, { table: string; category: string }>()
const browsers: Browser[] = []

beforeAll(async () => {
  site = await rehearse({ now: times.before })
  const announced = await announceWithTables(site, { team: people / 2 })
  clinic = announced.clinic
  wave = announced.wave
  for (const { id } of clinic.members) browsers.push(await visit(clinic.actorOf(id)))
  questions = JSON.parse(browsers[0]?.packet.packet.questions ?? '') as Questions
  site.clock.set(times.during)
}, 240_000)
afterAll(() => site.end())

/** Her packet and all tickets at once, in her browser. */
const visit = async (actor: ReturnType<Clinic['actorOf']>): Promise<Browser> => {
  const { key, packet, ticket } = await visitHome(site, { wave, actor })
  expect(packet.trouble).toBeUndefined()
  if (ticket?.state !== 'held') throw new Error('There is no ticket.')
  for (const { entry } of [packet.packet, ...(packet.packet.further ?? [])]) {
    const { table, group, keyId } = JSON.parse(entry) as { table: string; group: string; keyId: string }
    places.set(keyId, { table, category: group })
  }
  return { key, packet, ticket }
}

/** What one browser makes of answers, with the code of the real one. */
const sealedBy = async (browser: Browser, answers: Record<string, number>): Promise<Uint8Array[]> => {
  const store = memoryStore()
  await store.change(async (box) => {
    await box.put('packets', browser.key, browser.packet)
    await box.put('tickets', browser.key, browser.ticket)
    await box.put('drafts', browser.key, { at: 3, answers })
  })
  expect((await sealBallot(store, { key: browser.key, now: 0, random: Math.random })).ok).toBe(true)
  const kept = await store.change((box) => box.all('ballots'))
  return kept.flatMap(({ value }) => (value.state === 'waiting' ? [value.bytes] : []))
}

const answerAll = () =>
  Object.fromEntries(
    questions.items.map(({ id, options }) => [id, options[randomInt(options.length)]?.value ?? 0]),
  )

type Read = { person: number; table: string; category: string; says: Readonly<Record<string, unknown>> }

/** Everything that whoever has the disk and the wave key reads, in the order of the pool. */
const readPool = async (ballots: readonly { person: number; bytes: Uint8Array }[]): Promise<Read[]> => {
  const file = join(site.dataDir, `attack-${randomInt(2 ** 40)}.pool`)
  const { waveKey } = await secretsOf(site, wave)
  if (!('privateKey' in waveKey)) throw new Error('Trustees hold the key of this wave.')
  const sealedTo = new Uint8Array(Buffer.from(waveKey.publicKey, 'base64url'))
  await createPool({ file, capacity: ballots.length, payloadSize: BALLOT_SIZE, sealedTo })
  const pool = await openPool({ file })
  const owners = new Map<string, number>()
  for (const { person, bytes } of ballots) {
    const sent = decodeBallot(bytes)
    if (!sent.ok) throw new Error(sent.refusal)
    const { publicKey } = sent.value
    owners.set(Buffer.from(publicKey).toString('hex'), person)
    await pool.add({ ticket: await nullifierOf(publicKey), payload: bytes })
  }
  const key = await loadOpeningKey({
    privateKey: new Uint8Array(Buffer.from(waveKey.privateKey, 'base64url')),
    publicKey: sealedTo,
  })
  if (!key.ok) throw new Error('The wave key cannot be read.')
  const found: Read[] = []
  for (const bytes of await ballotsIn(pool, waveKey)) {
    const ballot = decodeBallot(bytes)
    if (!ballot.ok) throw new Error(ballot.refusal)
    const place = places.get(Buffer.from(ballot.value.keyId).toString('base64url'))
    const person = owners.get(Buffer.from(ballot.value.publicKey).toString('hex'))
    if (!place || person === undefined) throw new Error('A ballot of nobody.')
    const whole = await openBallot({ ballot: ballot.value, key: key.value })
    const block = await openBlockBallot({ ballot: ballot.value, key: key.value })
    const says = whole.ok ? whole.value : block.ok ? { [block.value.block]: block.value.value } : {}
    found.push({ person, ...place, says })
  }
  await pool.close()
  rmSync(file)
  return found
}

/**
 * Tries to find, for each ballot of the first table and of one further table, the ballot of the same person in each other
 * table, by all that both say; among equals the nearest in the pool. By chance it finds one in as many as gave the same
 * answer to that one question, or are in that category.
 */
const joined = (read: readonly Read[]): { hits: number; chance: number } => {
  let hits = 0
  let chance = 0
  const tables = [...new Set(read.map(({ table }) => table))]
  const ordered = read.map((one, at) => ({ ...one, at }))
  for (const from of [tables.find((table) => !readTableName(table)), tables.find(readTableName)])
    for (const to of tables.filter((table) => table !== from && readTableName(table))) {
      const block = readTableName(to)?.block ?? ''
      const known = readTableName(from ?? '')
      const isSameAttribute = known?.attribute === readTableName(to)?.attribute
      for (const one of ordered.filter(({ table }) => table === from)) {
        const all = ordered.filter(
          ({ table, category }) => table === to && (!isSameAttribute || category === one.category),
        )
        const agreeing = all.filter(({ says }) =>
          Object.entries(says).every(([item, value]) => !(item in one.says) || one.says[item] === value),
        )
        const inherent = block in one.says ? all.filter(({ says }) => says[block] === one.says[block]) : all
        const [guess] = agreeing.toSorted((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at))
        if (guess?.person === one.person) hits++
        chance += 1 / Math.max(1, inherent.length)
      }
    }
  return { hits, chance }
}

const attack = async (make: (browser: Browser, answers: Record<string, number>) => Promise<Uint8Array[]>) => {
  const sums = { hits: 0, chance: 0 }
  for (let run = 0; run < waves; run++) {
    const ballots: { person: number; bytes: Uint8Array }[] = []
    for (const [person, browser] of browsers.entries())
      for (const bytes of await make(browser, answerAll())) ballots.push({ person, bytes })
    const { hits, chance } = joined(await readPool(ballots))
    sums.hits += hits
    sums.chance += chance
  }
  return sums
}

test('who reads every ballot and knows every group joins no two tables better than chance', {
  timeout: 240_000,
}, async () => {
  let isSuspicious = true
  for (let attempt = 0; attempt < 2 && isSuspicious; attempt++) {
    const { hits, chance } = await attack(sealedBy)
    expect(chance).toBeGreaterThan(40)
    isSuspicious = hits > limitOfChance(chance)
  }
  expect(isSuspicious).toBe(false)
})

test('each of her ballots is as large as any other, and there are as many whatever she skips', async () => {
  const [browser] = browsers
  if (!browser) throw new Error('Nobody is here.')
  const whole = await sealedBy(browser, answerAll())
  const skipped = await sealedBy(browser, {})
  expect(whole.length).toBe(1 + 2 * questions.items.length)
  expect(skipped.length).toBe(whole.length)
  for (const bytes of [...whole, ...skipped]) expect(bytes).toHaveLength(BALLOT_SIZE)
})

test('one ticket for each table, the same for the same request, and none for another person’s category', async () => {
  const member = clinic.members[0]
  if (!member) throw new Error('Nobody is here.')
  const on = { checkins: site.checkins, actor: clinic.actorOf(member.id) }
  // Another seed is another request: every table was given its one ticket before.
  for (const { entry } of browsers[0]?.packet.packet.further ?? []) {
    const { table } = JSON.parse(entry) as { table: string }
    const request = { tickets: [{ table, blinded: Buffer.alloc(384, 7).toString('base64url') }] }
    expect(await issueTickets({ wave, request }, on)).toMatchObject({
      refusal: { code: 'checkins/ticket-already-given' },
    })
  }
  const unknown = { tickets: [{ table: 'tenure/own.workload', blinded: 'A'.repeat(512) }] }
  expect(await issueTickets({ wave, request: unknown }, on)).toMatchObject({
    refusal: { code: 'checkins/table-unknown' },
  })
})

test('the same attack names nearly everybody where each ballot carries all answers', {
  timeout: 240_000,
}, async () => {
  const { hits, chance } = await attack(async ({ packet, ticket }, answers) => {
    const { packet: told } = packet
    const waveKey = new Uint8Array(
      Buffer.from((JSON.parse(told.manifest) as { waveKey: string }).waveKey, 'base64url'),
    )
    const made: Uint8Array[] = []
    for (const { entry } of linesOf(told)) {
      const { table } = JSON.parse(entry) as { table: string }
      const key = await ticketKeyOf(entry)
      const own = ticket.further?.[table] ?? ticket.ticket
      if (!key || !own || !ticket.seed) throw new Error('There is no ticket.')
      const secrets = await secretsFor({ packet: told, seed: ticket.seed, ticketKey: key, table })
      const built = await buildBallot({ waveKey, key, ticket: own, secrets, answers })
      if (!built.ok) throw new Error(built.refusal)
      made.push(built.value)
    }
    return made
  })
  expect(hits).toBeGreaterThan(limitOfChance(chance))
  expect(hits).toBeGreaterThan(2 * chance)
})

test('what everybody answers is published by profession and site, each answer counted for its own table once', {
  timeout: 400_000,
}, async () => {
  const { registry } = site.checkins
  for (const browser of browsers)
    for (const bytes of await sealedBy(browser, answerAll()))
      expect(await collectBallot(bytes, { registry, clock: site.clock })).toBe('received')
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  if (!release.ok) throw new Error(release.refusal.code)
  const { tables = [], format, items } = release.value
  expect(format).toBe(2)
  expect(tables.map(({ attribute }) => attribute)).toEqual(['profession', 'workplace'])
  for (const { categories, items: released } of tables) {
    expect(categories.map(({ eligible }) => eligible)).toEqual([people / 2, people / 2])
    for (const { item, cells } of released)
      for (const cell of cells.filter((one) => one.shown)) {
        expect(cell).toMatchObject({ n: people / 2 })
        expect(items.map(({ id }) => id)).toContain(item)
      }
  }
})
