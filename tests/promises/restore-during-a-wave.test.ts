import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import {
  readCancellation,
  readPackets,
  readPublicChain,
  readRelease,
  readWaves,
} from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { findBreak } from '#platform/audit/audit.server.ts'
import { backUp } from '../../src/entry/back-up.server.ts'
import { restore } from '../../src/entry/restore.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type OpenSite, openSite } from '../rehearsal/site.ts'
import { newFolder, settingsOf } from '../rehearsal/two-sites.ts'
import { announcedWave, planWave, times } from '../rehearsal/wave.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { asOwner } from './evidence/database-text.ts'

/**
 * A site is put back to yesterday while a check-in runs. What was answered since is in no backup, tickets that were given
 * out are forgotten, and whoever answered could answer again: so nothing of that check-in may be counted any more.
 */
let site: OpenSite
let fresh: FreshDatabase
let after: OpenSite
let clinic: Clinic
let open: string
let later: string
let draft: string
let released: string
let releaseBefore: unknown
let trouble: unknown
let ballots: Uint8Array<ArrayBuffer>[]
const folder = newFolder()
const place = newFolder()
const file = join(place.dataDir, 'yesterday.kith')
const people = 10
const settings = () => settingsOf({ dataDir: folder.dataDir, url: fresh.url })

beforeAll(async () => {
  fresh = await freshDatabase()
  site = await openSite({ address: fresh.address, dataDir: folder.dataDir, now: '2026-10-20T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: people } })
  const lead = { site, actor: clinic.lead }
  const on = () => ({ checkins: site.checkins, actor: clinic.lead })
  released = await announcedWave({
    ...lead,
    form: { title: 'October', opens: '2026-10-21T06:00', closes: '2026-10-25T20:00' },
  })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  const october = await ballotsOf({ checkins: site.checkins, wave: released, actors })
  site.clock.set('2026-10-22T09:00:00Z')
  await site.work()
  for (const { ballot } of october)
    await collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })
  site.clock.set('2026-10-27T09:00:00Z')
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  releaseBefore = await readRelease({ wave: released as WaveId }, on())

  site.clock.set(times.before)
  open = await announcedWave(lead)
  draft = await planWave({
    ...lead,
    form: { title: 'A draft', opens: '2027-01-10T06:00', closes: '2027-01-12T20:00' },
  })
  ballots = (await ballotsOf({ checkins: site.checkins, wave: open, actors })).map(({ ballot }) => ballot)
  site.clock.set(times.during)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  await backUp(settings(), { file, mayReplace: false })

  // What happens after the backup: everybody answers, and another check-in is announced.
  const collecting = { registry: site.checkins.registry, clock: site.clock }
  for (const ballot of ballots.slice(0, 8)) expect(await collectBallot(ballot, collecting)).toBe('received')
  later = await announcedWave({
    ...lead,
    form: { title: 'Later', opens: '2026-12-20T06:00', closes: '2026-12-22T20:00' },
  })
  await site.end()
  await restore(settings(), { file, mayReplace: true, mayLackSecrets: false }, { clock: site.clock })
  after = await openSite({ address: fresh.address, dataDir: folder.dataDir, now: times.during })
  // Where something of the old site is left, its work fails; a test says so.
  await after.work().catch((error: unknown) => {
    trouble = error
  })
}, 120_000)
afterAll(async () => {
  await after?.end()
  await fresh.drop()
  place.remove()
  folder.remove()
})

const asLead = () => ({ checkins: after.checkins, actor: clinic.lead })
const collecting = () => ({ registry: after.checkins.registry, clock: after.clock })

test('the check-in that was under way is cancelled, in public, by the site itself, and says why', async () => {
  expect(trouble).toBeUndefined()
  const { waves } = await readWaves(asLead())
  expect(waves.find(({ id }) => id === open)).toMatchObject({ state: 'cancelled' })
  const said = await readCancellation({ wave: open }, asLead())
  expect(said).toMatchObject({ by: null, isByRestore: true })
  expect(said?.why).toMatch(/restored from a backup made on/)
  const chain = await readPublicChain(after.checkins, clinic.organisation.id)
  expect(chain.at(-1)).toMatchObject({ kind: 'cancellation', wave: open })
  expect(await after.database.inOrganisation(clinic.organisation.id, findBreak)).toBe(null)
})

test('its answers are refused with the word that browsers show as “cancelled”, and nothing of them is left', async () => {
  for (const ballot of ballots)
    expect(await collectBallot(ballot, collecting())).toBe('ballot/wave-cancelled')
  expect(
    await readPackets({ checkins: after.checkins, actor: clinic.actorOf(clinic.members[0]?.id ?? never()) }),
  ).toEqual([])
  const { rows } = await asOwner({ address: fresh.address }, (client) =>
    client.query('select 1 from org.issuance'),
  )
  expect(rows).toEqual([])
  after.clock.set(times.after)
  await after.checkins.jobs.send('advance-waves', {})
  await after.work()
  expect(await readRelease({ wave: open as WaveId }, asLead())).toMatchObject({ ok: false })
  expect(waveFiles().filter((name) => name.startsWith(open) || name.startsWith(later))).toEqual([])
})

test('earlier releases stay as they were, and a draft stays a draft, with keys of its own', async () => {
  expect(await readRelease({ wave: released as WaveId }, asLead())).toEqual(releaseBefore)
  const { waves } = await readWaves(asLead())
  const kept = waves.find(({ title }) => title === 'A draft')
  expect(kept).toMatchObject({ state: 'draft' })
  // Browsers may have been told of the old one under its id since; a second announcement of it they would refuse.
  expect(kept?.id).not.toBe(draft)
  expect(waveFiles().filter((name) => name.startsWith(draft))).toEqual([])
})

const waveFiles = () => readdirSync(join(folder.dataDir, 'waves'))
const never = (): never => {
  throw new Error('The clinic has nobody.')
}
