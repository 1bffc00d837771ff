import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
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
import { createPool } from '#platform/pool/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'

// Somebody with the disk exchanges, damages or takes away the file of answers. Nobody may then read that nobody answered.

const people = 12
const aDayLater = '2026-12-01T20:00:02Z'

let site: Rehearsal
beforeAll(async () => {
  site = await rehearse({ now: times.before })
})
afterAll(() => site.end())

/** A check-in that everybody answered, and which clinic's it is. */
const answered = async (slug: string) => {
  site.clock.set(times.before)
  const clinic = await makeClinic(site.database, { slug, sizes: { Surgery: people } })
  const wave = await openWave({ site, actor: clinic.lead })
  await advanceWaves(site.checkins)
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors })) {
    const on = { registry: site.checkins.registry, clock: site.clock }
    expect(await collectBallot(ballot, on)).toBe('received')
  }
  return { clinic, wave, file: poolFileOf({ dataDir: site.dataDir, wave }) }
}
/** As after a restart: the file is read anew. */
const letGo = async (wave: WaveId) => {
  const live = site.checkins.registry.wave(wave)
  site.checkins.registry.end(wave, 'ballot/came-too-late')
  await live?.pool.close()
}
const filesOf = (wave: WaveId) =>
  readdirSync(join(site.dataDir, 'waves')).filter((name) => name.startsWith(wave))
const endOf = async (clinic: Clinic, wave: WaveId) => {
  const on = { checkins: site.checkins, actor: clinic.lead }
  const release = await readRelease({ wave }, on)
  const ended = await readCancellation({ wave }, on)
  return { isReleased: release.ok, isNotOpened: ended?.isNotOpened, why: ended?.why }
}
const unreadable = {
  isReleased: false,
  isNotOpened: true,
  why: expect.stringContaining('That says nothing about how many answered'),
}

const exchanges: Record<string, (file: string) => Promise<void>> = {
  'a pool of another key': async (file) => {
    await rm(file)
    const { publicKey } = await generateSealingKey()
    await createPool({ file, capacity: people, payloadSize: BALLOT_SIZE, sealedTo: publicKey })
  },
  'a pool that keeps ballots as they come, as of old': async (file) => {
    await rm(file)
    await createPool({ file, capacity: people, payloadSize: BALLOT_SIZE })
  },
  'the key in its head, with a checksum that fits': async (file) => {
    const bytes = await readFile(file)
    bytes.set((await generateSealingKey()).publicKey, 36)
    bytes.set(createHash('sha256').update(bytes.subarray(0, 101)).digest(), 101)
    await writeFile(file, bytes)
  },
  'nothing at all': (file) => rm(file),
}

test.for(Object.entries(exchanges))(
  'a check-in whose answers were exchanged for %s waits for a day, then ends in public',
  async ([, exchange]) => {
    const { clinic, wave, file } = await answered(`alder-${randomBytes(4).toString('hex')}`)
    await letGo(wave)
    await exchange(file)
    site.clock.set(times.after)
    await expect(advanceWaves(site.checkins)).rejects.toThrow('could not be moved on')
    // Nothing is destroyed as long as the right file could be put back.
    expect(filesOf(wave).some((name) => name.endsWith('.keys'))).toBe(true)
    expect(await endOf(clinic, wave)).toMatchObject({ isReleased: false, isNotOpened: undefined })
    const on = { checkins: site.checkins, actor: clinic.lead }
    expect(await cancelWave({ wave, form: { why: 'A mistake.' } }, on)).toMatchObject({ ok: false })
    site.clock.set(aDayLater)
    await advanceWaves(site.checkins)
    expect(await endOf(clinic, wave)).toEqual(unreadable)
    expect(filesOf(wave)).toEqual([])
  },
)

test('where the right file comes back within the day, it is counted after all', async () => {
  const { clinic, wave, file } = await answered('alder-back')
  await letGo(wave)
  const own = await readFile(file)
  await rm(file)
  site.clock.set(times.after)
  await expect(advanceWaves(site.checkins)).rejects.toThrow('could not be moved on')
  await writeFile(file, own)
  await advanceWaves(site.checkins)
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  expect(release.ok && release.value.items[0]?.cells[0]).toMatchObject({ n: people })
})

test('a pool of which most does not open is no result, and not silence either', async () => {
  site.clock.set(times.before)
  const clinic = await makeClinic(site.database, { slug: 'alder-most', sizes: { Surgery: people } })
  const wave = await openWave({ site, actor: clinic.lead })
  const pool = site.checkins.registry.wave(wave)?.pool
  const [one] = await ballotsOf({
    checkins: site.checkins,
    wave,
    actors: [clinic.actorOf(clinic.members[0]?.id ?? clinic.lead.member.id)],
  })
  const payload = one?.ballot ?? new Uint8Array(BALLOT_SIZE)
  for (let number = 0; number < 2; number += 1)
    expect(await pool?.add({ ticket: randomBytes(32), payload })).toBe('stored')
  site.clock.set(times.after)
  await advanceWaves(site.checkins)
  expect(await endOf(clinic, wave)).toEqual(unreadable)
  expect(filesOf(wave)).toEqual([])
})
