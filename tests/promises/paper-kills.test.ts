import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import { advanceWaves, readRelease } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { openOnPaper, sendSheet } from '../rehearsal/paper.ts'
import { openPostBox } from '../rehearsal/post-box.ts'
import { type OpenSite, openSite, type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { times } from '../rehearsal/wave.ts'
import { ballotsInPool } from './evidence/pool-contents.ts'
import { killDuring } from './kills/order.ts'

const kills = Math.ceil(Number(process.env.KITH_KILLS ?? 12) / 2)
const people = 48

let first: Rehearsal
let clinic: Clinic
let wave: WaveId
let codes: readonly string[]
beforeAll(async () => {
  first = await rehearse({ now: times.before })
  clinic = await makeClinic(first.database, { sizes: { Surgery: 9, Kitchen: people } })
  const opened = await openOnPaper({ site: first, clinic, unit: 'Kitchen' })
  wave = opened.wave
  codes = opened.codes
  // From here on the site is opened anew after each kill.
  await first.checkins.close()
})
afterAll(() => first.end())

const restarted = async <T>(now: string, look: (site: OpenSite) => Promise<T>): Promise<T> => {
  const site = await openSite({ address: first.fresh.address, dataDir: first.dataDir, now })
  try {
    return await look(site)
  } finally {
    await site.end()
  }
}
const sheet = (number: number, round: number) => ({
  number,
  code: codes[number] ?? '',
  // Other answers each time, as somebody types them anew who was told nothing.
  answers: { 'own.workload': ((number + round) % 5) + 1 },
})
const keysInPool = () =>
  restarted(times.during, async (site) =>
    (await ballotsInPool(site, wave)).map((bytes) => {
      const ballot = decodeBallot(bytes)
      return ballot.ok ? Buffer.from(ballot.value.publicKey).toString('hex') : 'not readable'
    }),
  )

test(`in ${kills} kills at the form for sheets a code is used once or not at all, and what was acknowledged stays`, {
  timeout: 60_000 + kills * 15_000,
}, async () => {
  const received = new Set<number>()
  let inPool = 0
  for (let round = 0; round < kills; round += 1) {
    // A few more sheets each time, and all of before whose owner was not told.
    const known = Math.ceil(((round + 1) * people) / kills)
    const sheets = Array.from({ length: known }, (_, number) => sheet(number, round)).filter(
      ({ number }) => !received.has(number),
    )
    const said = await killDuring(
      { url: first.fresh.url, dataDir: first.dataDir, now: times.during, errand: 'codes', sheets },
      { after: /^received/, within: 120 },
    )
    for (const [word, number, status] of said.map((line) => line.split(' '))) {
      if (word === 'received') received.add(Number(number))
      // The form knows its sheet: used before the kill, or used now; nothing else may be said of it.
      if (word === 'refused') expect(status).toBe('409')
    }
    const keys = await keysInPool()
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThanOrEqual(Math.max(inPool, received.size))
    expect(keys.length).toBeLessThanOrEqual(known)
    inPool = keys.length
  }
  expect(received.size).toBeGreaterThan(0)

  await restarted(times.during, async (site) => {
    const box = await openPostBox(site)
    const before = site.checkins.registry.wave(wave)?.pool.count ?? 0
    const again = await Promise.all(
      codes.map((_, number) => sendSheet({ port: box.port, ...sheet(number, kills) })),
    )
    // Whoever was told stays told; of the others exactly those are taken who were not in.
    for (const number of received) expect(again[number]?.status).toBe(409)
    expect(again.filter(({ status }) => status === 303)).toHaveLength(people - before)
    expect(again.filter(({ status }) => status === 409)).toHaveLength(before)
    await box.close()
  })
  await restarted(times.after, async (site) => {
    await advanceWaves(site.checkins)
    const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
    if (!release.ok) throw new Error(release.refusal.code)
    expect(release.value.notCounted).toBeUndefined()
    expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: people })
  })
})
