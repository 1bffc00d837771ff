import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryStore } from '#capabilities/checkins/client/memory-store.client.ts'
import { sealBallot } from '#capabilities/checkins/client/seal-ballot.client.ts'
import { sendDue } from '#capabilities/checkins/client/send-due.client.ts'
import type { Store } from '#capabilities/checkins/client/store.client.ts'
import { secretsOf as secretsFor, ticketKeyOf } from '#capabilities/checkins/client/ticket.client.ts'
import { openBallots } from '#capabilities/checkins/closing/open-ballots.server.ts'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { listTableKeys } from '#capabilities/checkins/data/further.server.ts'
import { buildBallot, buildBlockBallot } from '#capabilities/checkins/domain/ballot.ts'
import type { Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import type { CheckinPacket } from '#capabilities/checkins/domain/packet.ts'
import { readTableName } from '#capabilities/checkins/domain/tables/attributes.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import type { WaveId } from '#kernel/ids.ts'
import { generateTicketKey } from '#packages/blind-ticket/server.ts'
import type { Clinic } from '../rehearsal/clinic.ts'
import { announceWithTables, type Visit, visitHome } from '../rehearsal/further-tables.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { secretsOf, times } from '../rehearsal/wave.ts'

// What may happen to the tickets and ballots of further tables between a browser and the pool: a server that lies about the
// tables, a ticket that is spent elsewhere, a network that is lost between two ballots, two tabs.

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  const announced = await announceWithTables(site, { team: 8 })
  clinic = announced.clinic
  wave = announced.wave
}, 240_000)
afterAll(() => site.end())

const actor = (at: number) => clinic.actorOf(clinic.members[at]?.id ?? clinic.lead.member.id)
const visit = (at: number, more: { store?: Store; lie?: (packet: CheckinPacket) => CheckinPacket } = {}) =>
  visitHome(site, { wave, actor: actor(at), ...more })
const collect = (bytes: Uint8Array) =>
  collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })
const inPool = () => site.checkins.registry.wave(wave)?.pool.count ?? 0
const questionsOf = ({ packet }: Visit) => JSON.parse(packet.packet.questions) as Questions
/** One with all answers, and one for each question of each further table. */
const tablesOf = ({ packet }: Visit) => (JSON.parse(packet.packet.manifest) as Manifest).tables.length

type Line = NonNullable<CheckinPacket['further']>[number]
const stranger = await generateTicketKey()
const withEntry = (line: Line, change: (entry: Record<string, unknown>) => object): Line => ({
  ...line,
  entry: JSON.stringify(change(JSON.parse(line.entry) as Record<string, unknown>)),
})
const spki = Buffer.from(stranger.spki).toString('base64url')
const keyId = Buffer.from(await crypto.subtle.digest('SHA-256', stranger.spki)).toString('base64url')

const lies: Record<string, (lines: Line[]) => Line[]> = {
  'a table that nobody announced, besides': ([first, ...lines]) =>
    first ? [first, ...lines, withEntry(first, (entry) => ({ ...entry, table: 'tenure/own.workload' }))] : [],
  'a table that nobody announced, instead of one': ([first, ...lines]) =>
    first ? [withEntry(first, (entry) => ({ ...entry, table: 'tenure/own.workload' })), ...lines] : [],
  'one table twice, besides': ([first, ...lines]) => (first ? [first, first, ...lines] : []),
  'one table twice, instead of another': ([first, , ...lines]) => (first ? [first, first, ...lines] : []),
  'one table less': ([, ...lines]) => lines,
  'no table at all': () => [],
  'a key of her own': ([first, ...lines]) =>
    first ? [withEntry(first, (entry) => ({ ...entry, spki, keyId })), ...lines] : [],
  'a key of her own under the announced id': ([first, ...lines]) =>
    first ? [withEntry(first, (entry) => ({ ...entry, spki })), ...lines] : [],
  'the line of one table under the name of another': ([first, second, ...lines]) =>
    first && second
      ? [
          withEntry(second, (entry) => ({
            ...entry,
            table: (JSON.parse(first.entry) as { table: string }).table,
          })),
          second,
          ...lines,
        ]
      : [],
  'another way to the root': ([first, second, ...lines]) =>
    first && second ? [{ ...first, path: [...second.path, ...first.path] }, second, ...lines] : [],
}

test.each(Object.entries(lies))(
  'a server that sends %s is asked for no ticket of any table',
  async (_, lie) => {
    const seen = await visit(0, {
      lie: (packet) => ({ ...packet, further: lie([...(packet.further ?? [])]) }),
    })
    expect(seen.asked).toBe(0)
    expect(seen.packet.trouble).toBe('manifest/tables-differ')
    expect(seen.ticket).toBeUndefined()
  },
)

test('what was announced is asked for, one ticket for each table', async () => {
  const seen = await visit(0)
  expect(seen.packet.trouble).toBeUndefined()
  expect(seen.asked).toBe(tablesOf(seen))
  expect(seen.asked).toBe(1 + 2 * questionsOf(seen).items.length)
})

test('a ticket of one table is good for no other table and for no other question', async () => {
  site.clock.set(times.before)
  const seen = await visit(1)
  const { packet } = seen.packet
  const waveKey = new Uint8Array(Buffer.from((JSON.parse(packet.manifest) as Manifest).waveKey, 'base64url'))
  const { seed, ticket: main, further } = seen.ticket ?? {}
  if (!seed || !main || !further) throw new Error('There is no ticket.')
  const lines = [packet, ...(packet.further ?? [])].map(({ entry }) => {
    const { table } = JSON.parse(entry) as { table: string }
    return { entry, table, ticket: further[table] ?? main }
  })
  site.clock.set(times.during)
  const taken: string[] = []
  for (const to of lines)
    for (const from of lines.filter((one) => one !== to))
      for (const by of [to, from]) {
        const [key, own] = [await ticketKeyOf(to.entry), await ticketKeyOf(by.entry)]
        if (!key || !own) throw new Error('A table has no key.')
        const secrets = await secretsFor({ packet, seed, ticketKey: own, table: by.table })
        const means = { waveKey, key, ticket: from.ticket, secrets }
        const block = readTableName(to.table)?.block
        const made = block
          ? await buildBlockBallot({ ...means, answer: { block, value: 1 } })
          : await buildBallot({ ...means, answers: {} })
        if (!made.ok) throw new Error(made.refusal)
        if ((await collect(made.value)) !== 'ballot/ticket-not-valid')
          taken.push(`${from.table} in ${to.table}`)
      }
  expect(taken).toEqual([])
  expect(inPool()).toBe(0)
})

test('a ballot that answers another question than its ticket is for counts nowhere', async () => {
  const seen = await visit(4)
  const { packet } = seen.packet
  const { seed, further } = seen.ticket ?? {}
  const [line] = packet.further ?? []
  const key = line && (await ticketKeyOf(line.entry))
  const table = line && (JSON.parse(line.entry) as { table: string }).table
  const ticket = table && further?.[table]
  if (!key || !seed || !ticket) throw new Error('There is no ticket.')
  const { waveKey } = await secretsOf(site, wave)
  if (!('privateKey' in waveKey)) throw new Error('Trustees hold the key of this wave.')
  const block = questionsOf(seen).items.find(({ id }) => id !== readTableName(table)?.block)?.id ?? ''
  const made = await buildBlockBallot({
    waveKey: new Uint8Array(Buffer.from(waveKey.publicKey, 'base64url')),
    key,
    ticket,
    secrets: await secretsFor({ packet, seed, ticketKey: key, table }),
    answer: { block, value: 1 },
  })
  if (!made.ok) throw new Error(made.refusal)
  expect(await collect(made.value)).toBe('received')
  const live = site.checkins.registry.wave(wave)
  if (!live) throw new Error('The wave takes no ballots.')
  await live.pool.seal()
  const keys = await site.database.inOrganisation(clinic.organisation.id, (tx) => listTableKeys(tx, wave))
  const groups = keys.map((one) => ({
    table: one.published_table,
    block: one.block,
    group: one.category,
    keyId: one.key_id,
    spki: one.spki,
  }))
  const order = { waveKey, mark: live.pool.mark, groups, questions: questionsOf(seen) }
  const tally = await openBallots(order, live.pool.readAll())
  expect([tally.unreadable, tally.further.size]).toEqual([1, 0])
  await site.restart()
})

/** A tap on each question and Send, in one tab. */
const send = async (seen: Visit, store: Store) => {
  const answers = Object.fromEntries(
    questionsOf(seen).items.map(({ id, options }) => [id, options[0]?.value ?? 0]),
  )
  await store.change(async (box) => {
    if (!(await box.get('ballots', seen.key))) await box.put('drafts', seen.key, { at: 3, answers })
  })
  return sealBallot(store, { key: seen.key, now: 0, random: Math.random })
}
/** Looks after ballots as an open page does, until none waits or `most` have left. */
const look = async (
  store: Store,
  given: {
    post: (bytes: Uint8Array) => Promise<'no-answer' | Awaited<ReturnType<typeof collect>>>
    most?: number
  },
) => {
  let now = 0
  let left = 0
  for (let next: number | undefined = 0; next !== undefined && left < (given.most ?? 1000); ) {
    now = Math.max(now, next)
    next = await sendDue(store, {
      now: () => now,
      random: Math.random,
      post: async ({ bytes }) => {
        left += 1
        return given.post(bytes)
      },
    })
  }
}
/** What became of each ballot in a browser. */
const states = (store: Store) =>
  store.change(async (box) => (await box.all('ballots')).map(({ value }) => value.state))

test('a network that is lost, or a server that is killed, between her ballots costs none and doubles none', async () => {
  site.clock.set(times.during)
  const before = inPool()
  const store = memoryStore()
  const seen = await visit(2, { store })
  expect((await send(seen, store)).ok).toBe(true)
  // Some never arrive; some arrive, and the answer is lost.
  let turn = 0
  await look(store, {
    most: 5,
    post: async (bytes) => {
      turn += 1
      if (turn % 3 === 1) return 'no-answer'
      const answer = await collect(bytes)
      return turn % 3 === 2 ? 'no-answer' : answer
    },
  })
  expect((await states(store)).filter((state) => state === 'waiting').length).toBeGreaterThan(0)
  await site.restart()
  await look(store, { post: collect })
  expect(await states(store)).toEqual(Array(tablesOf(seen)).fill('received'))
  expect(inPool()).toBe(before + tablesOf(seen))
})

test('two tabs that send at once make one ballot for each table', async () => {
  site.clock.set(times.during)
  const before = inPool()
  const store = memoryStore()
  const seen = await visit(3, { store })
  // The second tab has sealed what was tapped there, and writes only when all of the first one's ballots have left.
  const { promise: allLeft, resolve: leave } = Promise.withResolvers<void>()
  let changes = 0
  const slow: Store = {
    ...store,
    change: async (work) => {
      changes += 1
      if (changes > 3) await allLeft
      return store.change(work)
    },
  }
  const second = send(seen, slow)
  while (changes < 4) await new Promise((resolve) => setTimeout(resolve, 5))
  expect((await send(seen, store)).ok).toBe(true)
  await Promise.all([look(store, { post: collect }), look(store, { post: collect })])
  leave()
  expect((await second).ok).toBe(true)
  await look(store, { post: collect })
  expect(await states(store)).toEqual(Array(tablesOf(seen)).fill('received'))
  expect(inPool()).toBe(before + tablesOf(seen))
})
