import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  actOnSeries,
  keepSeries,
  previewSeries,
  readSeries,
  readWaves,
  skipDate,
} from '#capabilities/checkins/index.server.ts'
import { waveTitle } from '#capabilities/checkins/letters.server.ts'
import { advanceSeries } from '#capabilities/checkins/use-cases/series/advance-series.server.ts'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { layKeys } from '../rehearsal/ticket-keys.ts'
import { announcedWave } from '../rehearsal/wave.ts'

let site: Rehearsal
let clinic: Clinic
beforeEach(async () => {
  site = await rehearse({ now: '2026-10-01T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9, Maternity: 9 } })
})
afterEach(() => site.end())

const on = () => ({ checkins: site.checkins, actor: clinic.lead })
const fields = {
  title: 'Weekly five',
  instrument: 'weekly-five',
  who: 'everybody' as const,
  audience: [] as string[],
  minimumGroup: 5,
  rhythm: 'weekly' as const,
  firstOn: '2026-10-12',
  opensTime: '06:00',
  daysOpen: 6,
  holidays: '',
  onHoliday: 'move' as const,
  reminds: true,
  paper: [],
  furtherTables: [] as string[],
}

/** Looks and says yes, as the page does. */
const plan = async (more: Partial<typeof fields> = {}, series?: string) => {
  const given = { series, fields: { ...fields, ...more } }
  const seen = await previewSeries(given, on())
  if (!seen.ok) throw new Error(JSON.stringify(seen.refusal))
  const kept = await keepSeries({ ...given, seal: seen.value.seal }, on())
  if (!kept.ok) throw new Error(JSON.stringify(kept.refusal))
  return { series: kept.value.series, seen: seen.value }
}
const advance = async () => {
  for (const organisation of await listOrganisations(site.database))
    await advanceSeries({ checkins: site.checkins, organisation })
}
/** Lets the rhythm prepare and announce by itself, with keys that were made before. */
const passTo = async (instant: string) => {
  site.clock.set(instant)
  await advance()
  for (const { id, state } of (await readWaves(on())).waves)
    if (state === 'draft') await layKeys({ dataDir: site.dataDir, wave: id, count: 6 })
  await advance()
}
const wavesNow = async () =>
  (await readWaves(on())).waves
    .map(({ title, state, opensAt }) => [title, state, opensAt.toISOString()])
    .sort()

test('the dates are shown before a yes, at six by the clock on the wall on both sides of a clock change', async () => {
  const { seen, series } = await plan()
  expect(seen.dates.slice(0, 4).map(({ times }) => times?.opensAt.toISOString())).toEqual([
    '2026-10-12T05:00:00.000Z',
    '2026-10-19T05:00:00.000Z',
    '2026-10-26T06:00:00.000Z',
    '2026-11-02T06:00:00.000Z',
  ])
  expect(seen.dates[1]?.times?.closesAt.toISOString()).toBe('2026-10-25T06:00:00.000Z')
  const read = await readSeries({ series }, on())
  expect(read).toMatchObject({ ok: true, value: { coming: { length: 8 }, past: [] } })
})

test('a yes to other dates than those that were shown is asked again', async () => {
  const seen = await previewSeries({ fields }, on())
  if (!seen.ok) throw new Error(seen.refusal.code)
  const { seal } = seen.value
  const moved = { ...fields, firstOn: '2026-10-13' }
  expect(await keepSeries({ fields: moved, seal }, on())).toEqual({
    ok: false,
    refusal: { code: 'checkins/dates-have-changed' },
  })
})

test('each date is broken down as its series says, and what would say nothing on a date is left out then', async () => {
  const nurses = clinic.members.filter((_, at) => at % 2 === 0)
  await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    for (const { id } of nurses)
      await sql`update org.member set profession = 'Doctor' where id = ${id}::uuid`.execute(tx)
  })
  const { series } = await plan({ furtherTables: ['profession', 'workplace', 'nonsense'] })
  const kept = await readSeries({ series }, on())
  expect(kept).toMatchObject({ ok: true })
  await passTo('2026-10-09T09:00:00Z')
  const [draft] = (await readWaves(on())).waves
  if (draft) await layKeys({ dataDir: site.dataDir, wave: draft.id, count: 16 })
  await advance()
  const [wave] = (await readWaves(on())).waves
  expect(wave).toMatchObject({ state: 'announced', furtherTables: ['profession', 'workplace'] })
  const plans = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    sql<{ plan: string }>`select plan from org.wave where id = ${wave?.id}::uuid`.execute(tx),
  )
  // Nobody is said to work anywhere: a table of sites would have one row.
  expect(
    JSON.parse(plans.rows[0]?.plan ?? '{}').tables.attributes.map(
      (one: { attribute: string }) => one.attribute,
    ),
  ).toEqual(['profession'])
})

test('each date becomes one announced wave by itself, whoever runs the work twice or at once', async () => {
  await plan()
  await passTo('2026-10-07T09:00:00Z')
  expect(await wavesNow()).toEqual([])
  site.clock.set('2026-10-08T09:00:00Z')
  await Promise.all([advance(), advance(), advance()])
  expect(await wavesNow()).toEqual([['Weekly five, 12 Oct', 'draft', '2026-10-12T05:00:00.000Z']])
  await passTo('2026-10-09T09:00:00Z')
  await advance()
  expect(await wavesNow()).toEqual([['Weekly five, 12 Oct', 'announced', '2026-10-12T05:00:00.000Z']])
  await passTo('2026-10-16T09:00:00Z')
  expect(await wavesNow()).toEqual([
    ['Weekly five, 12 Oct', 'announced', '2026-10-12T05:00:00.000Z'],
    ['Weekly five, 19 Oct', 'announced', '2026-10-19T05:00:00.000Z'],
  ])
})

test('a date can be skipped, a series paused, changed from the next date on, and ended; what is announced stands', async () => {
  const { series } = await plan()
  expect(await skipDate({ series, plannedOn: '2026-10-19', isSkipped: true }, on())).toMatchObject({
    ok: true,
  })
  await passTo('2026-10-09T09:00:00Z')
  expect(await skipDate({ series, plannedOn: '2026-10-12', isSkipped: true }, on())).toMatchObject({
    refusal: { code: 'checkins/date-is-announced' },
  })
  await passTo('2026-10-17T09:00:00Z')
  expect(await wavesNow()).toHaveLength(1)
  await passTo('2026-10-22T09:00:00Z')
  expect((await wavesNow()).at(-1)).toEqual(['Weekly five, 26 Oct', 'draft', '2026-10-26T06:00:00.000Z'])
  await actOnSeries({ series, act: 'pause' }, on())
  expect(await wavesNow()).toHaveLength(1)
  await passTo('2026-10-24T09:00:00Z')
  expect(await wavesNow()).toHaveLength(1)
  await actOnSeries({ series, act: 'resume' }, on())
  await plan({ opensTime: '07:30', title: 'Weekly' }, series)
  await passTo('2026-10-30T09:00:00Z')
  expect(await wavesNow()).toContainEqual(['Weekly, 2 Nov', 'announced', '2026-11-02T07:30:00.000Z'])
  await actOnSeries({ series, act: 'end' }, on())
  await passTo('2026-11-13T09:00:00Z')
  expect(await wavesNow()).toHaveLength(2)
  expect(await actOnSeries({ series, act: 'resume' }, on())).toMatchObject({
    refusal: { code: 'checkins/series-is-over' },
  })
})

test('nobody is asked out of the blue: a date that could not be announced before it opens is let go, and says why', async () => {
  const { series } = await plan()
  await passTo('2026-10-08T09:00:00Z')
  site.clock.set('2026-10-12T09:00:00Z')
  await advance()
  expect(await wavesNow()).toEqual([])
  const read = await readSeries({ series }, on())
  expect(read).toMatchObject({
    value: { past: [{ plannedOn: '2026-10-12', problem: { code: 'checkins/opens-in-the-past' } }] },
  })
})

test('a lead is told before her yes that some teams alone clash with everybody, and the date is not announced', async () => {
  await announcedWave({
    site,
    actor: clinic.lead,
    form: {
      title: 'Surgery alone',
      audience: [clinic.units[0]?.id ?? ''],
      opens: '2026-10-05T06:00',
      closes: '2026-10-09T06:00',
    },
  }).catch(() => undefined)
  site.clock.set('2026-10-02T09:00:00Z')
  const { series, seen } = await plan()
  expect(seen.warnings).toEqual([{ code: 'overlaps', title: 'Surgery alone', days: 14 }])
  await passTo('2026-10-09T09:00:00Z')
  expect(await wavesNow()).toContainEqual(['Weekly five, 12 Oct', 'draft', '2026-10-12T05:00:00.000Z'])
  const read = await readSeries({ series }, on())
  expect(read).toMatchObject({
    value: {
      coming: [
        { problem: { code: 'checkins/overlaps-another', title: 'Surgery alone' } },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    },
  })
})

test('a series goes on when its planner leaves, and waits while nobody at all is wellbeing lead', async () => {
  const { series } = await plan()
  const roles = (change: string) =>
    site.database.inOrganisation(clinic.organisation.id, (tx) => sql.raw(change).execute(tx))
  await roles('delete from org.member_role')
  await passTo('2026-10-09T09:00:00Z')
  expect(await wavesNow()).toEqual([])
  expect(await readSeries({ series }, on())).toMatchObject({
    value: { coming: { 0: { plannedOn: '2026-10-12', problem: { code: 'checkins/nobody-plans' } } } },
  })
  const next = clinic.members[0]?.id
  await roles(`insert into org.member_role values ('${clinic.organisation.id}', '${next}', 'wellbeing-lead')`)
  await passTo('2026-10-09T10:00:00Z')
  expect(await wavesNow()).toEqual([['Weekly five, 12 Oct', 'announced', '2026-10-12T05:00:00.000Z']])
  expect(await readSeries({ series }, on())).toMatchObject({ value: { coming: { 0: { problem: null } } } })
})

test('the dates of a series are named in the language of the organisation', () => {
  const given = { title: 'El pulso', on: '2026-10-12' }
  expect(waveTitle({ ...given, language: 'es' })).toBe('El pulso, 12 oct')
  expect(waveTitle({ ...given, language: 'nl' })).toBe('El pulso, 12 Oct')
})

test('a first date that is years away is refused at once, also where the calendar ends', async () => {
  for (const [firstOn, code] of [
    ['2028-12-31', 'checkins/first-day-too-far'],
    ['2999-12-30', 'checkins/first-day-too-far'],
    ['9999-12-31', 'checkins/first-day-not-readable'],
    ['0001-01-01', 'checkins/first-day-not-readable'],
  ] as const)
    expect(await previewSeries({ fields: { ...fields, firstOn } }, on())).toMatchObject({ refusal: { code } })
})

test('only those who plan see or touch a series', async () => {
  const { series } = await plan()
  const member = clinic.actorOf(clinic.members[0]?.id ?? clinic.lead.member.id)
  const asMember = { checkins: site.checkins, actor: member }
  const refusal = { refusal: { code: 'checkins/not-allowed' } }
  expect(await readSeries({ series }, asMember)).toMatchObject(refusal)
  expect(await previewSeries({ fields }, asMember)).toMatchObject(refusal)
  expect(await keepSeries({ fields, seal: '' }, asMember)).toMatchObject(refusal)
  expect(await actOnSeries({ series, act: 'end' }, asMember)).toMatchObject(refusal)
  const other = await makeClinic(site.database, { slug: 'birch', sizes: { Surgery: 9 } })
  const stranger = { checkins: site.checkins, actor: other.lead }
  expect(await readSeries({ series }, stranger)).toMatchObject({ refusal: { code: 'checkins/not-found' } })
  const plannedOn = '2026-10-12'
  expect(await skipDate({ series, plannedOn, isSkipped: true }, stranger)).toMatchObject({
    refusal: { code: 'checkins/not-found' },
  })
})
