import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import {
  announceWave,
  cancelWave,
  draftWave,
  previewPlan,
  readWave,
} from '#capabilities/checkins/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, openWave, planWave, times, usualForm } from '../rehearsal/wave.ts'
import { rowCounts } from './evidence/database-text.ts'

let site: Rehearsal
beforeEach(async () => {
  site = await rehearse({ now: times.before })
})
afterEach(() => site.end())
const clinicOf = (sizes: Record<string, number>): Promise<Clinic> => makeClinic(site.database, { sizes })
const ballotOf = async (clinic: Clinic, wave: string) => {
  const actors = clinic.members.slice(0, 1).map(({ id }) => clinic.actorOf(id))
  const [first] = await ballotsOf({ checkins: site.checkins, wave, actors })
  return first?.ballot ?? new Uint8Array()
}
const collect = (ballot: Uint8Array) =>
  collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })

test('seven people are never asked anonymously, whatever minimum is chosen; eight may be', async () => {
  for (const [people, isAsked] of [
    [7, false],
    [8, true],
  ] as const) {
    const clinic = await makeClinic(site.database, { slug: `of-${people}`, sizes: { Surgery: people } })
    const on = { checkins: site.checkins, actor: clinic.lead }
    const refusal = { code: 'checkins/too-few-people', eligible: people, minimum: 8 }
    const expected = isAsked ? { ok: true } : { ok: false, refusal }
    expect(await previewPlan({ instrument: 'weekly-five', audience: [], minimumGroup: 5 }, on)).toMatchObject(
      expected,
    )
    expect(await draftWave({ form: usualForm }, on)).toMatchObject(expected)
  }
  expect((await rowCounts(site.fresh))['org.wave']).toBe(1)
})

test('who were eight at the draft and seven at the announcement are not asked', async () => {
  const clinic = await clinicOf({ Surgery: 8 })
  const wave = await planWave({ site, actor: clinic.lead })
  await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx
      .withTables<{ 'org.member': { id: string; status: string } }>()
      .updateTable('org.member')
      .set({ status: 'left' })
      .where('id', '=', clinic.members[0]?.id ?? '')
      .execute(),
  )
  expect(await announceWave({ wave }, { checkins: site.checkins, actor: clinic.lead })).toEqual({
    ok: false,
    refusal: { code: 'checkins/too-few-people', eligible: 7, minimum: 8 },
  })
})

test('a ward alone and the whole clinic are not asked within fourteen days of each other', async () => {
  const clinic = await clinicOf({ Surgery: 10, Maternity: 10 })
  const ward = clinic.units[0]?.id ?? ''
  await announcedWave({ site, actor: clinic.lead })
  const on = { checkins: site.checkins, actor: clinic.lead }
  const planned = async (opens: string, closes: string, audience: string[]) =>
    announceWave(
      { wave: await planWave({ site, actor: clinic.lead, form: { opens, closes, audience } }) },
      on,
    )
  const overlaps = { ok: false, refusal: { code: 'checkins/overlaps-another', title: 'November', days: 14 } }
  expect(await planned('2026-11-24T06:00', '2026-11-25T20:00', [ward])).toEqual(overlaps)
  expect(await planned('2026-12-13T19:59', '2026-12-20T20:00', [ward])).toEqual(overlaps)
  // Far enough, or of the same audience: only its keys are still missing, and that is asked last.
  for (const form of [
    { opens: '2026-12-13T20:00', closes: '2026-12-20T20:00', audience: [ward] },
    { opens: '2026-12-01T06:00', closes: '2026-12-02T20:00', audience: [] },
  ]) {
    const wave = await announcedWave({ site, actor: clinic.lead, form })
    await cancelWave({ wave, form: { why: 'A rehearsal.' } }, on)
  }
})

test('a ballot is taken for 24 hours after closing and not a moment longer', async () => {
  const clinic = await clinicOf({ Surgery: 8 })
  const wave = await openWave({ site, actor: clinic.lead })
  const ballot = await ballotOf(clinic, wave)
  for (const late of ['2026-11-30T20:00:00.000Z', '2026-12-24T20:00:00Z']) {
    site.clock.set(late)
    expect(await collect(ballot)).toBe('ballot/came-too-late')
  }
  site.clock.set('2026-11-30T19:59:59.999Z')
  expect(await collect(ballot)).toBe('received')
  site.clock.set('2026-11-30T20:00:00.000Z')
  expect(await collect(ballot)).toBe('ballot/came-too-late')
})

test('a cancelled wave takes nothing, and says so for weeks, also after a restart', async () => {
  const clinic = await clinicOf({ Surgery: 8 })
  const wave = await openWave({ site, actor: clinic.lead })
  const ballot = await ballotOf(clinic, wave)
  expect(await collect(ballot)).toBe('received')
  const on = { checkins: site.checkins, actor: clinic.lead }
  expect(await cancelWave({ wave, form: { why: '' } }, on)).toMatchObject({
    refusal: { code: 'checkins/reason-missing' },
  })
  expect(await cancelWave({ wave, form: { why: 'A mistake.' } }, on)).toMatchObject({ ok: true })
  expect(await collect(ballot)).toBe('ballot/wave-cancelled')
  await site.restart()
  expect(await collect(ballot)).toBe('ballot/wave-cancelled')
  expect((await rowCounts(site.fresh))['org.issuance']).toBe(0)
})

test('a clock that jumps ahead by a day neither closes a wave nor turns its ballots away', async () => {
  const clinic = await clinicOf({ Surgery: 8 })
  const wave = await openWave({ site, actor: clinic.lead })
  const ballot = await ballotOf(clinic, wave)
  site.clock.set('2026-11-29T21:00:00Z')
  site.clock.beside.elapsed = 0
  await site.restart()
  site.clock.set('2026-11-30T21:00:00Z')
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const read = () => readWave({ wave }, { checkins: site.checkins, actor: clinic.lead })
  expect(await read()).toMatchObject({ value: { wave: { state: 'open' } } })
  expect(await collectBallot(ballot, { registry: site.checkins.registry, clock: site.checkins.steady })).toBe(
    'received',
  )
  // It stands for six hours: then it was right, and the wave is over.
  site.clock.beside.elapsed = 6 * 3_600_000
  site.clock.set('2026-12-01T03:00:00Z')
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  expect(await read()).toMatchObject({ value: { wave: { state: 'released' } } })
})
