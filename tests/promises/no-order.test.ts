import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import { collectsUntil } from '#capabilities/checkins/domain/wave.ts'
import {
  openWaveForBallots,
  poolFileOf,
} from '#capabilities/checkins/use-cases/open-wave-for-ballots.server.ts'
import type { MemberId, WaveId } from '#kernel/ids.ts'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import { destroyPool, openPool } from '#platform/pool/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { openForge } from '../rehearsal/forge.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, secretsOf, times } from '../rehearsal/wave.ts'
import { limitOfChance } from './evidence/chance.ts'
import { asOwner } from './evidence/database-text.ts'
import { ballotsInPool } from './evidence/pool-contents.ts'

const waves = 40
const groups = 8
const peopleInGroup = 25
const memory = '/dev/shm'

type Person = { member: MemberId; group: string; ballot: Uint8Array<ArrayBuffer> }

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
let people: Person[]
beforeAll(async () => {
  site = await rehearse({ now: times.before, parent: existsSync(memory) ? memory : tmpdir() })
  const units = Array.from({ length: groups }, (_, at) => [`Ward ${at + 1}`, peopleInGroup] as const)
  clinic = await makeClinic(site.database, { sizes: Object.fromEntries(units) })
  wave = await announcedWave({ site, actor: clinic.lead })
  people = await makeBallots()
  site.clock.set(times.during)
})
afterAll(() => site.end())

test('who has the whole disk and knows when each got a ticket cannot tell whose answers are whose', {
  timeout: 240_000,
}, async () => {
  const limit = limitOfChance(waves * groups)
  let suspicious = Object.keys(readings)
  // Chance goes beyond its 99.9 % limit once in a thousand attacks: only what does so twice has seen something.
  for (let attempt = 0; attempt < 2 && suspicious.length > 0; attempt += 1) {
    const hits = await attack({ waves })
    suspicious = suspicious.filter((reading) => (hits[reading] ?? 0) > limit)
  }
  expect(suspicious).toEqual([])
})

test('the same attack names nearly everybody when answers are kept in the order of their coming', async () => {
  const hits = await attack({ waves: 3, choosePlace: (below) => below - 1 })
  expect(Math.max(...Object.values(hits))).toBeGreaterThan(3 * groups * peopleInGroup * 0.9)
  expect(Math.max(...Object.values(hits))).toBeGreaterThan(limitOfChance(waves * groups))
})

test('no file of a wave shows by its times or its size that somebody has just answered', async () => {
  const folder = join(site.dataDir, 'waves')
  const look = async () =>
    Promise.all(
      (await readdir(folder)).sort().map(async (name) => {
        const { mtimeMs, atimeMs, size } = await lstat(join(folder, name))
        return { name, mtimeMs, atimeMs, size }
      }),
    )
  await renewPool(undefined)
  const before = await look()
  const began = Date.now()
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (const { ballot } of people.slice(0, 50)) expect(await collect(ballot)).toBe('received')
  const after = await look()
  expect(after).toEqual(before)
  for (const { name, mtimeMs } of after.filter((file) => file.name.endsWith('.pool')))
    expect([name, mtimeMs < began - 86_400_000]).toEqual([name, true])
  expect(await lstat(folder).then(({ mtimeMs }) => mtimeMs)).toBeLessThan(began)
})

const collect = (bytes: Uint8Array) =>
  collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })

/** Everyone gets a ticket and answers soon after, in an order of the day's own; then the disk is read. */
const attack = async (given: {
  waves: number
  choosePlace?: (below: number) => number
}): Promise<Record<string, number>> => {
  const hits: Record<string, number> = {}
  for (let day = 0; day < given.waves; day += 1) {
    await renewPool(given.choosePlace)
    const visitors = people.toSorted(() => Math.random() - 0.5)
    await asOwner(site.fresh, async (client) => {
      await client.query(`delete from org.issuance where wave = '${wave}'`)
      for (const visitor of visitors) {
        // One statement, one transaction: as issuing does, without the seconds that 8,000 signatures take.
        await client.query(
          `begin; set local role kith_app; set local app.organisation = '${clinic.organisation.id}';
           insert into org.issuance (organisation, wave, published_table, member, blinded_hash, blind_signature)
           values ('${clinic.organisation.id}', '${wave}', 'reporting-groups', '${visitor.member}', '\\x00', '\\x00');
           commit`,
        )
        if ((await collect(visitor.ballot)) !== 'received') throw new Error('A ballot was not taken.')
      }
    })
    const seen = await readDisk()
    for (const [name, inOrder] of Object.entries(readings))
      hits[name] = (hits[name] ?? 0) + countHits({ issued: seen.issued, ballots: inOrder(seen.ballots) })
  }
  return hits
}

/** A new day's pool, opened as announcing does it; or one whose places the test chooses. */
const renewPool = async (choosePlace: ((below: number) => number) | undefined): Promise<void> => {
  const { registry } = site.checkins
  const live = registry.wave(wave)
  const file = poolFileOf({ dataDir: site.dataDir, wave })
  const announced = await readWave()
  registry.end(wave, 'ballot/came-too-late')
  await live?.pool.close()
  await destroyPool({ file })
  await openWaveForBallots(site.checkins, announced)
  const opened = registry.wave(wave)
  if (!choosePlace || !opened) return
  await opened.pool.close()
  const pool = await openPool({ file, randomIndex: choosePlace })
  const secrets = await secretsOf(site, wave)
  const keys = secrets.ticketKeys.map(({ spki }) => Buffer.from(spki, 'base64url'))
  registry.add(
    { ...opened, pool },
    keys.map((spki) => ({ keyId: createHash('sha256').update(spki).digest(), key: loadTicketKey(spki) })),
  )
}

const readWave = async () => {
  const live = site.checkins.registry.wave(wave)
  if (!live) throw new Error('The wave takes no ballots.')
  const { findWave } = await import('#capabilities/checkins/data/waves.server.ts')
  const found = await site.database.inOrganisation(clinic.organisation.id, (tx) => findWave(tx, wave))
  if (!found || collectsUntil(found) < site.clock.now()) throw new Error('The wave is not running.')
  return found
}

type Seen = {
  issued: { member: string; group: string }[]
  ballots: { group: string; author: string; text: string }[]
}

/** Tickets in the order in which the table and its transactions keep them, and ballots in the order of the file. */
const readDisk = async (): Promise<Seen> => {
  const groupOf = new Map(people.map(({ member, group }) => [member as string, group]))
  const issued = await asOwner(site.fresh, async (client) => {
    const { rows } = await client.query<{ member: string }>(
      `select member from org.issuance where wave = '${wave}' order by age(xmin) desc, ctid`,
    )
    return rows.map(({ member }) => ({ member, group: groupOf.get(member) ?? '' }))
  })
  const authors = new Map(
    people.map(({ member, ballot }) => [Buffer.from(ballot).toString('latin1'), member]),
  )
  const ballots = (await ballotsInPool(site, wave)).map((bytes) => {
    const decoded = decodeBallot(bytes)
    const text = bytes.toString('latin1')
    const group = decoded.ok ? Buffer.from(decoded.value.keyId).toString('hex') : ''
    return { group, author: authors.get(text) ?? '', text }
  })
  if (issued.length !== people.length || ballots.length !== people.length)
    throw new Error('The day is not whole.')
  return { issued, ballots }
}

/** Orders in which an attacker may try the ballots. */
const readings: Record<string, (ballots: Seen['ballots']) => Seen['ballots']> = {
  'as the file has them': (ballots) => ballots,
  'from the end of the file': (ballots) => ballots.toReversed(),
  'by their bytes': (ballots) => ballots.toSorted((a, b) => (a.text < b.text ? -1 : 1)),
}

const countHits = ({ issued, ballots }: Seen): number => {
  let hits = 0
  for (const group of new Set(ballots.map((ballot) => ballot.group))) {
    const guesses = issued.filter((one) => one.group === group)
    ballots
      .filter((ballot) => ballot.group === group)
      .forEach(({ author }, at) => {
        if (guesses[at]?.member === author) hits += 1
      })
  }
  return hits
}

/** Real ballots of everybody, with tickets signed as blind signing would have it, but all at once. */
const makeBallots = async (): Promise<Person[]> => {
  const forge = await openForge(site, wave)
  const { rows } = await asOwner(site.fresh, (client) =>
    client.query<{ member: MemberId; spki: Buffer }>(
      `select e.member, g.spki from org.wave_eligible e join org.wave_group g
         on (g.organisation, g.wave, g.id) = (e.organisation, e.wave, e.wave_group) where e.wave = '${wave}'`,
    ),
  )
  const made: Person[] = []
  for (const { member, spki } of rows) {
    const group = createHash('sha256').update(spki).digest('hex')
    const answers = { 'own.workload': (made.length % 5) + 1 }
    made.push({ member, group, ballot: await forge({ spki: new Uint8Array(spki), answers }) })
  }
  return made
}
