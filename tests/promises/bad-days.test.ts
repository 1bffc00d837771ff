import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { ballotStatus } from '#capabilities/checkins/domain/refusals.ts'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { createPool, openPool, PoolFailure } from '#platform/pool/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { type SmallDisk, smallDisk } from '../rehearsal/small-disk.ts'
import { announcedWave, openWave, times } from '../rehearsal/wave.ts'
import { killDuring } from './kills/order.ts'

let site: Rehearsal
let clinic: Clinic
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
})
afterAll(() => site.end())
const collect = (bytes: Uint8Array | undefined) =>
  collectBallot(bytes ?? new Uint8Array(), { registry: site.checkins.registry, clock: site.clock })
const everyone = async (wave: WaveId) => {
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  return (await ballotsOf({ checkins: site.checkins, wave, actors })).map(({ ballot }) => ballot)
}

describe('a clock that is wrong by a day', () => {
  test('refuses with a code that says to come again, or that it came too late, and takes the same ballot once it is right', async () => {
    const wave = await announcedWave({ site, actor: clinic.lead, form: { title: 'A wrong clock' } })
    const [early, late, ...others] = await everyone(wave)
    site.clock.set('2026-11-22T06:00:00Z')
    await site.work()
    expect(await collect(early)).toBe('ballot/too-early')
    site.clock.set('2026-11-23T06:00:00Z')
    expect(await collect(early)).toBe('received')

    // A day ahead in the last hours: it is told so; nothing is counted or destroyed before the clock says it is over.
    site.clock.set('2026-11-29T21:00:00Z')
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
    expect(await collect(late)).toBe('received')
    for (const ballot of others) expect(await collect(ballot)).toBe('received')

    // Back by a day after the release: it stays, and no second one is made.
    site.clock.set(times.after)
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
    const on = { checkins: site.checkins, actor: clinic.lead }
    const release = await readRelease({ wave }, on)
    expect(release).toMatchObject({ ok: true })
    site.clock.set('2026-11-29T19:00:00Z')
    await site.restart()
    await site.work()
    expect(await collect(late)).toBe('ballot/came-too-late')
    expect(await readRelease({ wave }, on)).toEqual(release)
  })
})

describe('when there is no place for an answer', () => {
  test('a full pool says so, spends no ticket, and takes the same ballot when there is room again', async () => {
    site.clock.set(times.before)
    const wave = await openWave({ site, actor: clinic.lead, form: { title: 'A full pool' } })
    const ballots = await everyone(wave)
    const live = site.checkins.registry.wave(wave)
    if (!live) throw new Error('The wave takes no ballots.')
    const folder = mkdtempSync(join(tmpdir(), 'kith-small-'))
    const file = join(folder, 'small.pool')
    await createPool({ file, capacity: 2, payloadSize: live.pool.payloadSize })
    const own = live.pool
    live.pool = await openPool({ file })
    try {
      const answers = []
      for (const ballot of ballots.slice(0, 4)) answers.push(await collect(ballot))
      expect(answers).toEqual(['received', 'received', 'ballot/pool-full', 'ballot/pool-full'])
      expect(ballotStatus['ballot/pool-full']).toBe(507)
      expect(await collect(ballots[0])).toBe('received')
    } finally {
      await live.pool.close()
      live.pool = own
      rmSync(folder, { recursive: true })
    }
    for (const ballot of ballots) expect(await collect(ballot)).toBe('received')
  })

  test('a pool that was closed under way says to try again, and takes the same ballot after a restart', async () => {
    site.clock.set(times.before)
    const wave = await openWave({ site, actor: clinic.lead, form: { title: 'A closed pool' } })
    const [first, second] = await everyone(wave)
    expect(await collect(first)).toBe('received')
    await site.checkins.registry.wave(wave)?.pool.close()
    expect(await collect(second)).toBe('ballot/cannot-store')
    expect(await collect(first)).toBe('ballot/cannot-store')
    expect(ballotStatus['ballot/cannot-store']).toBe(503)
    await site.restart()
    for (const ballot of [first, second]) expect(await collect(ballot)).toBe('received')
    expect(site.checkins.registry.wave(wave)?.pool.count).toBe(2)
  })
})

describe('a disk that is full', () => {
  let disk: SmallDisk
  let small: Rehearsal
  beforeAll(async () => {
    disk = smallDisk()
    small = await rehearse({ now: times.before, parent: disk.folder })
  })
  afterAll(async () => {
    await small.end()
    disk.remove()
  })

  test('keeps no answer from being taken, because its place was made before; a new wave has to wait', async () => {
    const other = await makeClinic(small.database, { slug: 'cedar-court', sizes: { Surgery: 8 } })
    const wave = await openWave({ site: small, actor: other.lead })
    const actors = other.members.map(({ id }) => other.actorOf(id))
    const ballots = (await ballotsOf({ checkins: small.checkins, wave, actors })).map(({ ballot }) => ballot)
    const send = (ballot: Uint8Array) =>
      collectBallot(ballot, { registry: small.checkins.registry, clock: small.clock })
    disk.fill()
    for (const ballot of ballots.slice(0, 4)) expect(await send(ballot)).toBe('received')
    const file = join(small.dataDir, 'more.pool')
    const made = createPool({ file, capacity: 100, payloadSize: 2000 })
    if (disk.isMounted) await expect(made).rejects.toMatchObject({ code: 'no-space' })
    else await made
    // Started again while the disk is still full: what was acknowledged is there, and the rest can come.
    await small.restart()
    for (const ballot of ballots) expect(['received', 'ballot/cannot-store']).toContain(await send(ballot))
    disk.free()
    await small.restart()
    for (const ballot of ballots) expect(await send(ballot)).toBe('received')
    expect(small.checkins.registry.wave(wave)?.pool.count).toBe(8)
    small.clock.set(times.after)
    await small.checkins.jobs.send('advance-waves', {})
    await small.work()
    expect(await readRelease({ wave }, { checkins: small.checkins, actor: other.lead })).toMatchObject({
      ok: true,
    })
  })
})

describe('a disk that refuses to write', () => {
  test('is answered with a code that says to try again, and the same ballots are taken once it writes', async () => {
    site.clock.set(times.before)
    const wave = await openWave({ site, actor: clinic.lead, form: { title: 'A stubborn disk' } })
    const ballots = await everyone(wave)
    await site.checkins.close()
    const sending = ballots.map((ballot, number) => ({
      number,
      ballot: Buffer.from(ballot).toString('base64'),
    }))
    const order = {
      url: site.fresh.url,
      dataDir: site.dataDir,
      now: times.during,
      errand: 'collect',
    } as const
    // The header and four of nine places can be written; the rest of the file cannot.
    const said = await killDuring(
      { ...order, ballots: sending },
      { after: /^done/, within: 0, mostBlocks: 40 },
    )
    const told = said.filter((line) => /^(received|refused)/.test(line)).map((line) => line.split(' '))
    expect(told).toHaveLength(9)
    const refused = told.filter(([word]) => word === 'refused')
    expect(refused).not.toEqual([])
    expect(new Set(refused.map(([, , code]) => code))).toEqual(new Set(['ballot/cannot-store']))
    await site.restart()
    const before = site.checkins.registry.wave(wave)?.pool.count ?? 0
    expect(before).toBeGreaterThanOrEqual(9 - refused.length)
    for (const ballot of ballots) expect(await collect(ballot)).toBe('received')
    expect(site.checkins.registry.wave(wave)?.pool.count).toBe(9)
  })

  test('is asked again by itself, so that answers are taken soon after it writes, without a restart', async () => {
    site.clock.set(times.before)
    const wave = await openWave({ site, actor: clinic.lead, form: { title: 'A disk that came back' } })
    const [first, second] = await everyone(wave)
    expect(await collect(first)).toBe('received')
    const live = site.checkins.registry.wave(wave)
    if (!live) throw new Error('The check-in takes no answers.')
    const failure = new PoolFailure('needs-reopening', { detail: 'The disk failed earlier.' })
    const failed = { hasFailed: { value: true }, add: { value: () => Promise.reject(failure) } }
    Object.assign(live, { pool: Object.create(live.pool, failed) })
    expect(await collect(second)).toBe('ballot/cannot-store')
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
    expect(await collect(second)).toBe('received')
    expect(await collect(first)).toBe('received')
    expect(site.checkins.registry.wave(wave)?.pool.count).toBe(2)
  })
})
