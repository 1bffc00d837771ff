import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOn } from '#capabilities/checkins/collector/apart/hand-on.server.ts'
import { poolElsewhere } from '#capabilities/checkins/collector/apart/pool-elsewhere.server.ts'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import {
  advanceWaves,
  cancelWave,
  readCancellation,
  readRelease,
} from '#capabilities/checkins/index.server.ts'
import { poolFileOf } from '#capabilities/checkins/keys/pool-file.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { openDeskReader } from '#platform/collecting/read-desk.server.ts'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { openPostBox, sendTo } from '../rehearsal/post-box.ts'
import { eventually, freePort } from '../rehearsal/running-site.ts'
import { type OpenSite, openSite, type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, secretsOf, times } from '../rehearsal/wave.ts'
import { asOwner } from './evidence/database-text.ts'
import { ballotsIn } from './evidence/pool-contents.ts'
import { killDuring } from './kills/order.ts'

const people = 24
const login = `kith_test_answers_${crypto.randomUUID().slice(0, 8)}`
let port: number
let collectorUrl: string
let narrowUrl: string
let first: Rehearsal
let clinic: Clinic
let collector: ChildProcess | undefined

beforeAll(async () => {
  port = await freePort()
  collectorUrl = `http://127.0.0.1:${port}`
  first = await rehearse({ now: times.before, collectorUrl })
  clinic = await makeClinic(first.database, { sizes: { Surgery: people } })
  await asOwner(first.fresh, async (client) => {
    await client.query(`create role ${login} login`)
    await client.query(`grant kith_collector to ${login}`)
  })
  // Entered through the tests' own login, which steps down to the narrow one.
  const url = new URL(first.fresh.url)
  url.searchParams.set('options', `-c role=${login}`)
  narrowUrl = url.href
  await first.checkins.close()
})
afterAll(async () => {
  await endCollector()
  await asOwner(first.fresh, (client) => client.query(`drop role ${login}`))
  await first.end()
})

const run = async (now: string) => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./kills/collector-child.ts', import.meta.url))],
    {
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: first.dataDir,
        DATABASE_URL: narrowUrl,
        NOW: now,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, said }
}
const startCollector = async (now: string) => {
  const { child, said } = await run(now)
  expect(said).toBe('ready')
  collector = child
}
const endCollector = async () => {
  if (!collector) return
  const ended = once(collector, 'close')
  collector.kill('SIGKILL')
  await ended
  collector = undefined
}
const send = async (body: Uint8Array): Promise<string | undefined> =>
  sendTo({ port, body }).then(
    ({ code }) => code,
    () => undefined,
  )
const health = () =>
  sendTo({ port, method: 'GET', path: '/healthz' }).then(
    ({ status }) => status,
    () => undefined,
  )
const site = async <T>(now: string, work: (site: OpenSite) => Promise<T>): Promise<T> => {
  const open = await openSite({ address: first.fresh.address, dataDir: first.dataDir, now, collectorUrl })
  try {
    return await work(open)
  } finally {
    await open.end()
  }
}
const prepared = (form = {}) =>
  site(times.before, async (open) => {
    const wave = await announcedWave({ site: open, actor: clinic.lead, form })
    const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
    const ballots = await ballotsOf({ checkins: open.checkins, wave, actors })
    return { wave, ballots: ballots.map(({ ballot }) => ballot) }
  })
const textOf = (ballot: Uint8Array) => Buffer.from(ballot).toString('base64')
/** What lies in a pool that no living process owns. */
const inPool = async (wave: WaveId): Promise<string[]> => {
  const pool = await openPool({ file: poolFileOf({ dataDir: first.dataDir, wave }) })
  const { waveKey } = await secretsOf(first, wave)
  if ('parts' in waveKey) throw new Error('Trustees hold the key.')
  const kept = (await ballotsIn(pool, waveKey)).map(textOf)
  await pool.close()
  return kept
}
const filesOf = (wave: string) =>
  readdirSync(join(first.dataDir, 'waves')).filter((name) => name.startsWith(wave))

test('the login of a collector may ask for keys and times; people and what was issued are closed to it', async () => {
  const address = externalAddress(narrowUrl)
  const reader = openDeskReader({ address })
  expect(await reader.read()).toEqual([])
  await reader.close()
  for (const table of [
    'org.member',
    'org.issuance',
    'org.wave',
    'org.wave_group',
    'site.user',
    'queue.job',
  ]) {
    const asked = asOwner(
      { address: { ...address, forRole: () => address.forRole('collector') } },
      (client) => client.query(`select 1 from ${table} limit 1`),
    )
    await expect(asked, table).rejects.toMatchObject({ code: '42501' })
  }
})

test('answers arrive through it, and whichever process is killed, what was acknowledged is counted once', async () => {
  const { wave, ballots } = await prepared()
  const late = ballots.at(-1) as Uint8Array
  const inTime = ballots.slice(0, -1)
  await site(times.during, async (open) => {
    await open.work()
    const box = await openPostBox(open)
    expect((await box.send({ body: inTime[0] as Uint8Array })).status).toBe(404)
    await box.close()
  })

  const received = new Set<Uint8Array>()
  for (let round = 0; round < 5; round++) {
    await startCollector(times.during)
    if (round === 0)
      expect((await run(times.during)).said).toBe(
        `refused A collector already runs on ${first.dataDir} (process ${collector?.pid}).`,
      )
    const isSpoken = Promise.withResolvers<void>()
    const sending = inTime.map(async (ballot) => {
      if ((await send(ballot)) === 'received') received.add(ballot)
      isSpoken.resolve()
    })
    await isSpoken.promise
    await pause(Math.random() * 20)
    await endCollector()
    await Promise.all(sending)
  }
  expect(received.size).toBeGreaterThan(0)
  const kept = await inPool(wave)
  expect(new Set(kept).size).toBe(kept.length)
  expect([...received].filter((ballot) => !kept.includes(textOf(ballot)))).toEqual([])
  await startCollector(times.during)
  expect(await health()).toBe(200)
  // Whoever was not told keeps sending until she is; the others are told the same again.
  for (const ballot of inTime) expect(await send(ballot)).toBe('received')
  // As the site does with what was written on paper.
  const [sheet] = inTime as [Uint8Array<ArrayBuffer>]
  expect(await handOn(collectorUrl)(sheet)).toBe('received')
  expect(await handOn('http://127.0.0.1:9')(sheet)).toBe('ballot/cannot-store')

  const order = { url: first.fresh.url, dataDir: first.dataDir, now: times.after, collectorUrl }
  for (let round = 0; round < 3; round++)
    await killDuring({ ...order, errand: 'close' }, { after: /^ready/, within: 1500 })
  await site(times.after, async (open) => {
    await open.work()
    const on = { checkins: open.checkins, actor: clinic.lead }
    const release = await readRelease({ wave }, on)
    if (!release.ok) throw new Error(release.refusal.code)
    expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: people - 1 })
  })
  expect(filesOf(wave)).toEqual([])
  await eventually(async () => (await send(late)) === 'ballot/came-too-late', { what: 'that it is over' })
})

test('a pool that was exchanged is filled by nobody and counted by nobody: it ends as unreadable, not as silence', async () => {
  await endCollector()
  const { wave, ballots } = await prepared({ opens: '2026-12-08T06:00', closes: '2026-12-13T20:00' })
  const file = poolFileOf({ dataDir: first.dataDir, wave })
  const { publicKey } = await generateSealingKey()
  rmSync(file)
  await createPool({ file, capacity: people, payloadSize: BALLOT_SIZE, sealedTo: publicKey })
  const during = '2026-12-09T09:00:00Z'
  await site(during, (open) => advanceWaves(open.checkins))
  await startCollector(during)
  expect(await health()).toBe(503)
  expect(await send(ballots[0] as Uint8Array)).not.toBe('received')
  await site('2026-12-14T20:00:02Z', async (open) => {
    await expect(advanceWaves(open.checkins)).rejects.toThrow('could not be moved on')
    const elsewhere = poolElsewhere({
      file,
      sealedTo: new Uint8Array(65),
      capacity: people,
      payloadSize: BALLOT_SIZE,
      over: async () => {},
    })
    await expect(elsewhere.seal()).rejects.toMatchObject({ code: 'not-a-pool' })
  })
  await site('2026-12-15T20:00:02Z', async (open) => {
    await advanceWaves(open.checkins)
    const on = { checkins: open.checkins, actor: clinic.lead }
    expect((await readRelease({ wave }, on)).ok).toBe(false)
    expect(await readCancellation({ wave }, on)).toMatchObject({ isNotOpened: true })
  })
  expect(filesOf(wave)).toEqual([])
})

test('a cancelled wave is let go and destroyed, and its answers are told so', async () => {
  await endCollector()
  const { wave, ballots } = await prepared({ opens: '2026-12-01T06:00', closes: '2026-12-06T20:00' })
  const now = '2026-12-02T09:00:00Z'
  await startCollector(now)
  await site(now, async (open) => {
    await open.work()
    expect(await send(ballots[0] as Uint8Array)).toBe('received')
    const form = { why: 'Everybody was asked the wrong thing.' }
    const cancelled = await cancelWave({ wave, form }, { checkins: open.checkins, actor: clinic.lead })
    expect(cancelled).toMatchObject({ ok: true })
    await eventually(async () => (await send(ballots[1] as Uint8Array)) === 'ballot/wave-cancelled', {
      what: 'that it is cancelled',
    })
    await eventually(
      async () => {
        await open.checkins.jobs.send('advance-waves', {})
        await open.work()
        return filesOf(wave).length === 0
      },
      { what: 'that nothing is left' },
    )
  })
})
