import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import { hashOfText } from '#capabilities/checkins/domain/manifest/manifest.ts'
import { formIn } from '#capabilities/checkins/domain/questions.ts'
import { turnOn } from '#capabilities/checkins/domain/survey/turns.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import {
  keepSeries,
  previewSeries,
  readAsked,
  readPackets,
  readPlanChoices,
  readRelease,
  readSeries,
  readWaves,
} from '#capabilities/checkins/index.server.ts'
import { toCsv } from '#capabilities/checkins/index.ts'
import { advanceSeries } from '#capabilities/checkins/use-cases/series/advance-series.server.ts'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTickets, fillBallots } from '../rehearsal/member.ts'
import { pasteAll } from '../rehearsal/pasting.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { layKeys } from '../rehearsal/ticket-keys.ts'
import { announcedWave, openWave, planWave, times } from '../rehearsal/wave.ts'

let site: Rehearsal
let clinic: Clinic
beforeEach(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 12, Maternity: 14 } })
})
afterEach(() => site.end())

const on = () => ({ checkins: site.checkins, actor: clinic.lead })
const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}

const survey = async () => {
  const { instruments } = must(await readPlanChoices({}, on()))
  const card = instruments.find(({ id }) => id === 'quarterly-survey')
  if (!card?.survey) throw new Error('There is no survey.')
  return { card, ...card.survey }
}
const questionsOf = async (wave: string): Promise<Questions> => {
  const [packet] = (await readPackets({ ...on(), actor: clinic.actorOf(clinic.members[0]!.id) })).filter(
    (one) => one.wave === wave,
  )
  if (!packet) throw new Error('Nobody is asked.')
  expect(JSON.parse(packet.manifest).questionsSha256).toBe(await hashOfText(packet.questions))
  return JSON.parse(packet.questions)
}

/** Everybody answers everything, each a little differently; every ballot has one size. */
const everybodyAnswers = async (wave: WaveId) => {
  for (const [number, { id }] of clinic.members.entries()) {
    const held = await fetchTickets({ checkins: site.checkins, actor: clinic.actorOf(id), wave })
    const { items } = formIn(JSON.parse(held[0]?.packet.questions ?? ''), 'en')
    const answers = Object.fromEntries(
      items.map((item, at) => [item.id, item.options[(number + at) % item.options.length]?.value ?? 0]),
    )
    const { registry } = site.checkins
    for (const ballot of await fillBallots(held, answers)) {
      expect(ballot).toHaveLength(BALLOT_SIZE)
      expect(await collectBallot(ballot, { registry, clock: site.clock })).toBe('received')
    }
  }
}
const passTo = async (instant: string) => {
  site.clock.set(instant)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
}
const released = async (wave: WaveId) => {
  await passTo(times.after)
  return must(await readRelease({ wave }, on()))
}

test('as it comes, a quarterly wave asks our own questions only, says how many, and is released by module', async () => {
  const { card, turns, modules } = await survey()
  expect(card).toMatchObject({ asked: 17, unvalidated: 17 })
  expect(turns).toHaveLength(1)
  expect(modules.find(({ id }) => id === 'burnout')).toMatchObject({ items: 0 })

  const wave = await openWave({ site, actor: clinic.lead, form: { instrument: 'quarterly-survey' } })
  expect(await readAsked({ wave }, on())).toMatchObject({ questions: 17, unvalidated: 17 })
  const questions = await questionsOf(wave)
  expect(questions.items.every(({ validated }) => !validated)).toBe(true)
  await everybodyAnswers(wave)

  const release = await released(wave)
  expect(release.sections?.map(({ names }) => names.fr)).toContain('Détresse morale')
  expect(release.sections?.flatMap(({ items }) => items)).toEqual(release.items.map(({ id }) => id))
  for (const item of release.items) {
    expect(item.report.kind).toBe('mean')
    expect(item.cells[0]).toMatchObject({ shown: true, n: 26 })
  }
  expect(JSON.stringify(release)).not.toMatch(/band|severity|cut-?off|scale/i)
  const [head, first] = toCsv(release).split('\r\n')
  expect(head).toBe('unit,question,n,value,low,high,shown,answers,module')
  expect(first).toMatch(
    /^Alder Bridge,This week my workload was manageable\.,26,.*,yes,1:\d+ 2:\d+ 3:\d+ 4:\d+ 5:\d+,Workload$/,
  )
})

test('with every wording pasted, thirty-nine questions fit into a ballot, and discrimination is shown for the whole only', async () => {
  await pasteAll(on())
  const { turns } = await survey()
  expect(turns.length).toBeGreaterThan(1)
  for (const month of ['2026-12', '2027-03', '2027-06', '2027-09'].slice(0, turns.length)) {
    site.clock.set(`${month}-10T09:00:00Z`)
    const form = { opens: `${month}-13T06:00`, closes: `${month}-19T20:00`, instrument: 'quarterly-survey' }
    const wave = await announcedWave({ site, actor: clinic.lead, form })
    const questions = await questionsOf(wave)
    expect(formIn(questions, 'en').items.length).toBeLessThan(40)
    expect(questions.sections?.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['burnout', 'workload', 'leaving']),
    )
    await passTo(`${month}-14T09:00:00Z`)
    await everybodyAnswers(wave)
    await passTo(`${month}-21T09:00:00Z`)
    const release = must(await readRelease({ wave }, on()))
    for (const item of release.items) {
      if (!item.sensitive) continue
      expect(item.cells.map(({ unit }) => unit)).toEqual([release.units[0]?.id])
      expect(item.cells[0]).toMatchObject({ shown: true, n: 26 })
    }
    if (questions.sections?.some(({ id }) => id === 'equity'))
      expect(release.items.filter(({ sensitive }) => sensitive)).toHaveLength(5)
  }
})

const fields = {
  title: 'The quarter',
  instrument: 'quarterly-survey',
  who: 'everybody' as const,
  audience: [] as string[],
  minimumGroup: 5,
  rhythm: 'quarterly' as const,
  firstOn: '2026-12-29',
  opensTime: '06:00',
  daysOpen: 14,
  holidays: '2026-12-29\n2026-12-30\n2026-12-31',
  onHoliday: 'move' as const,
  reminds: true,
  paper: [],
}

test('a series asks each date what its planner saw before her yes, even where a holiday moves it into another quarter', async () => {
  await pasteAll(on())
  const seen = must(await previewSeries({ fields }, on()))
  expect(seen.dates[0]).toMatchObject({ plannedOn: '2026-12-29', isMoved: true })
  expect(seen.warnings.filter(({ code }) => code === 'many-items')).toEqual([])
  const { series } = must(await keepSeries({ fields, seal: seen.seal }, on()))
  const { survey: card, coming } = must(await readSeries({ series }, on()))
  expect(coming[0]?.times?.opensAt.toISOString()).toBe('2027-01-01T06:00:00.000Z')
  expect(card?.turns).toEqual((await survey()).turns)

  const advance = async () => {
    for (const organisation of await listOrganisations(site.database))
      await advanceSeries({ checkins: site.checkins, organisation })
  }
  site.clock.set('2026-12-29T09:00:00Z')
  await advance()
  const [draft] = (await readWaves(on())).waves
  if (!draft) throw new Error('No date was prepared.')
  const wouldAsk = await readAsked({ wave: draft.id }, on())
  await layKeys({ dataDir: site.dataDir, wave: draft.id, count: 6 })
  await advance()
  const questions = await questionsOf(draft.id)
  // By the day that she planned: the first of January would be another module's turn.
  const turn = turnOn(card?.turns ?? [], '2026-12-29')
  expect(turn).not.toEqual(turnOn(card?.turns ?? [], '2027-01-01'))
  expect(questions.sections?.map(({ id }) => id)).toEqual(turn)
  expect(await readAsked({ wave: draft.id }, on())).toEqual(wouldAsk)
})

test('a yes to other turns than those that were shown is asked again', async () => {
  const seen = must(await previewSeries({ fields }, on()))
  await pasteAll(on())
  expect(await keepSeries({ fields, seal: seen.seal }, on())).toEqual({
    ok: false,
    refusal: { code: 'checkins/dates-have-changed' },
  })
})

test('what was announced stays as it was announced, whatever is pasted after', async () => {
  const wave = await openWave({ site, actor: clinic.lead, form: { instrument: 'quarterly-survey' } })
  const before = await questionsOf(wave)
  await pasteAll(on())
  expect(await questionsOf(wave)).toEqual(before)
})

test('nobody but planners learns what a draft would ask', async () => {
  const wave = await planWave({ site, actor: clinic.lead, form: { instrument: 'quarterly-survey' } })
  expect(await readAsked({ wave }, on())).toMatchObject({ questions: 17 })
  const member = clinic.actorOf(clinic.members[0]!.id)
  expect(await readAsked({ wave }, { checkins: site.checkins, actor: member })).toBeNull()
})
