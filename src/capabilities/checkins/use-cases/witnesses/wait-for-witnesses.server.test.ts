import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { fetchTicket, fillBallot, someAnswers } from '#tests/rehearsal/member.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { announcedWave, times } from '#tests/rehearsal/wave.ts'
import { cosign, makeWitness, nameWitness } from '#tests/rehearsal/witness.ts'
import { collectBallot } from '../../collector/collect-ballot.server.ts'
import { keyFileOf } from '../../keys/key-file.server.ts'
import { cancelAfterRestore } from '../cancel-after-restore.server.ts'
import { readCancellation } from '../read-cancellation.server.ts'
import { readWave } from '../read-waves.server.ts'
import { readPublicChain } from './read-public-chain.server.ts'
import { readSigning } from './read-signing.server.ts'

let site: Rehearsal
let clinic: Clinic
let id: string
const witness = makeWitness()
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  id = await nameWitness(on(), { witness })
})
afterAll(() => site.end())

const on = () => ({ site, actor: clinic.lead })
const who = () => ({ checkins: site.checkins, actor: clinic.lead })
const at = async (now: string) => {
  site.clock.set(now)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
}
const read = async (wave: WaveId) => {
  const found = await readWave({ wave }, who())
  if (!found.ok) throw new Error(found.refusal.code)
  return found.value.wave
}

test('a check-in does not open before the witness has signed for whom browsers wait, and then it does', async () => {
  const wave = await announcedWave(on())
  expect(await readSigning(await read(wave), who())).toEqual([witness.name])
  await at(times.during)
  expect((await read(wave)).state).toBe('announced')
  // A ballot that came all the same, on paper or from a browser that was changed, waits with it.
  const member = clinic.actorOf(clinic.members[0]?.id ?? newId())
  const held = await fetchTicket({ checkins: site.checkins, actor: member, wave })
  const ballot = await fillBallot(held, someAnswers(held, 1))
  const collect = () => collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })
  expect(await collect()).toBe('ballot/too-early')
  expect((await read(wave)).openingToldAt).toBeNull()
  await cosign(on(), { witness, id, wave })
  await at(times.during)
  expect((await read(wave)).state).toBe('open')
  expect(await readSigning(await read(wave), who())).toEqual([])
  expect(await collect()).toBe('received')
})

test('one that was never signed is cancelled at its end, in public, with the reason, and nobody was told to answer', async () => {
  site.clock.set(times.before)
  const form = { title: 'Unsigned', opens: '2026-12-07T06:00', closes: '2026-12-13T20:00' }
  const wave = await announcedWave({ ...on(), form })
  await at('2026-12-13T19:59:00Z')
  expect((await read(wave)).state).toBe('announced')
  await at('2026-12-13T20:00:01Z')
  await at('2026-12-13T20:00:01Z')
  expect((await read(wave)).state).toBe('cancelled')
  const chain = await readPublicChain(site.checkins, clinic.organisation.id)
  const ends = chain.filter((entry) => entry.wave === wave && entry.kind === 'cancellation')
  expect(ends).toHaveLength(1)
  expect(JSON.parse(ends[0]?.body ?? '{}')).toMatchObject({ by: 'not-signed' })
  expect(await readCancellation({ wave }, who())).toMatchObject({
    by: null,
    isNotSigned: true,
    why: `The signature of ${witness.name} did not come before its end, and without it no device asks for a ticket.`,
  })
  expect((await read(wave)).openingToldAt).toBeNull()
  expect(existsSync(keyFileOf({ dataDir: site.dataDir, wave }))).toBe(false)
})

test('a restore writes to nobody about a check-in that never opened, though its hour had come', async () => {
  site.clock.set(times.before)
  const form = { title: 'Restored', opens: '2026-12-21T06:00', closes: '2026-12-27T20:00' }
  const opened = await announcedWave({ ...on(), form })
  await cosign(on(), { witness, id, wave: opened })
  const waiting = await announcedWave({ ...on(), form: { ...form, title: 'Waiting' } })
  await at('2026-12-22T09:00:00Z')
  const { database, clock, dataDir } = site
  await cancelAfterRestore({ madeAt: clock.now() }, { database, clock, dataDir })
  expect((await read(waiting)).state).toBe('cancelled')
  const told = await database.inOrganisation(clinic.organisation.id, async (tx) => {
    const { rows } = await sql<{ about: string }>`
      select about from org.message where kind = 'check-in-cancelled'`.execute(tx)
    return rows.map(({ about }) => about)
  })
  expect(new Set(told)).toEqual(new Set([opened]))
})
