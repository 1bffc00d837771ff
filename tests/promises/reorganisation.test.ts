import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import type { ReleaseDocument } from '#capabilities/checkins/domain/release/document.ts'
import type { PlannedNode } from '#capabilities/checkins/domain/reporting-groups.ts'
import type { FrozenPlan } from '#capabilities/checkins/domain/tables/frozen-plan.ts'
import { readRelease, readWave, showPlan } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { audit, type Publication, type Shown } from '#packages/small-cells/server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket, fillBallot, someAnswers } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'

const later = {
  form: { title: 'December', opens: '2026-12-21T06:00', closes: '2026-12-27T20:00' },
  during: '2026-12-22T09:00:00Z',
  after: '2026-12-28T20:00:01Z',
}

let site: Rehearsal
let clinic: Clinic
const waves: WaveId[] = []
const releases: ReleaseDocument[] = []
const unitCalled = (name: string) => {
  const found = clinic.units.find((one) => one.name === name)
  if (!found) throw new Error(`There is no ${name}.`)
  return found.id
}

/** One check-in from its announcement to its release, in which everybody answers. */
const hold = async (given: { form?: object; during: string; after: string }) => {
  const wave = await announcedWave({ site, actor: clinic.lead, ...(given.form ? { form: given.form } : {}) })
  const ballots: Uint8Array[] = []
  for (const [number, { id }] of clinic.members.entries()) {
    const held = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(id), wave })
    ballots.push(await fillBallot(held, someAnswers(held, number * 7 + 3)))
  }
  await passTo(given.during)
  for (const bytes of ballots)
    expect(await collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })).toBe(
      'received',
    )
  await passTo(given.after)
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  if (!release.ok) throw new Error(release.refusal.code)
  waves.push(wave)
  releases.push(release.value)
}

const passTo = async (instant: string) => {
  site.clock.set(instant)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
}

const reorganise = () =>
  site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    const [outpatients, emergency, day, night] = ['Outpatients', 'Emergency', 'Day', 'Night'].map(unitCalled)
    // Three people of outpatients join the emergency department; the wards by day and by night become one.
    await sql`update org.member set unit = ${emergency}::uuid where unit = ${outpatients}::uuid`.execute(tx)
    await sql`update org.member set unit = ${day}::uuid where unit = ${night}::uuid`.execute(tx)
    await sql`update org.unit set name = 'Round the clock' where id = ${day}::uuid`.execute(tx)
    await sql`delete from org.unit where id in (${outpatients}::uuid, ${night}::uuid)`.execute(tx)
  })

beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, {
    sizes: { Surgery: 9, Emergency: 9, Outpatients: 3, Records: 3, Day: 8, Night: 9 },
  })
  await hold({ during: times.during, after: times.after })
  await reorganise()
  await hold(later)
}, 240_000)
afterAll(() => site.end())

const planOf = async (wave: WaveId): Promise<FrozenPlan> => {
  const { rows } = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    sql<{ plan: string }>`select plan from org.wave where id = ${wave}::uuid`.execute(tx),
  )
  return JSON.parse(rows[0]?.plan ?? '{}') as FrozenPlan
}
const resultCalled = (nodes: readonly PlannedNode[], name: string) =>
  nodes.find((node) => node.name === name)?.reported

test('a few people who join another team are not its result less what that was: the two are counted together', async () => {
  const [before, now] = await Promise.all(waves.map(planOf))
  expect(resultCalled(before?.nodes ?? [], 'Emergency')).toBe('alone')
  expect(now?.nodes.find(({ name }) => name === 'Emergency')).toMatchObject({
    reported: 'with',
    reason: 'was-counted-otherwise',
  })
  // What had nothing to do with it has its result as ever.
  expect(resultCalled(now?.nodes ?? [], 'Surgery')).toBe('alone')
})

test('no sum and no difference of all that was ever released gives fewer people than the minimum', async () => {
  const plans = await Promise.all(waves.map(planOf))
  const homes = await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    const { rows } = await sql<{ wave: string; member: string; wave_group: string }>`
      select wave, member, wave_group from org.wave_eligible`.execute(tx)
    return Map.groupBy(rows, ({ member }) => member)
  })
  // The replay: each wave's plan is a table over the same people, and whatever it released is shown.
  const trees = plans.map(({ nodes }) =>
    nodes.flatMap((node) =>
      node.reported === 'with' ? [] : [{ id: node.unit, parent: upwards(nodes, node.parent) }],
    ),
  )
  const people = Map.groupBy([...homes.values()], (rows) =>
    JSON.stringify(waves.map((wave) => rows.find((row) => row.wave === wave)?.wave_group)),
  )
  const cells = [...people].map(([key, members]) => ({
    at: Object.fromEntries((JSON.parse(key) as string[]).map((group, at) => [`wave${at}`, group])),
    roster: members.length,
  }))
  const publication: Publication = {
    dimensions: Object.fromEntries(trees.map((tree, at) => [`wave${at}`, tree])),
    items: [{ id: 'asked', categories: ['asked'] }],
    people: cells,
    tables: trees.map((tree, wave) => ({
      id: `wave${wave}`,
      by: [`wave${wave}`],
      counts: tree.map(({ id }) => ({
        at: { [`wave${wave}`]: id },
        answers: {
          asked: [cells.reduce((sum, { at, roster }) => sum + (at[`wave${wave}`] === id ? roster : 0), 0)],
        },
      })),
    })),
    attacker: { ownAnswer: false },
    rule: { k: 5, dissenters: null, margin: 0, hide: 'groups', seed: 1 },
  }
  const shown = trees.flatMap((tree, wave) =>
    tree.map(({ id }): Shown => ({ item: 'asked', at: { [`wave${wave}`]: id } })),
  )
  expect((await audit({ publication, shown })).refusals).toEqual([])
})

const upwards = (nodes: readonly PlannedNode[], from: string | null): string | null => {
  let at = from
  while (at !== null && nodes.find(({ unit }) => unit === at)?.reported === 'with')
    at = nodes.find(({ unit }) => unit === at)?.parent ?? null
  return at
}

test('two wards that became one go on as their sum, and the release says so', () => {
  const [before, now] = releases
  const [day, night] = ['Day', 'Night'].map(unitCalled)
  expect(now?.links).toEqual({
    since: waves[0],
    units: [
      {
        unit: day,
        from: [
          { unit: day, name: 'Day' },
          { unit: night, name: 'Night' },
        ],
      },
    ],
  })
  const cellsOf = (release: ReleaseDocument | undefined, unit: string | undefined) =>
    release?.items[0]?.cells.find((cell) => cell.unit === unit)
  const [one, other] = [cellsOf(before, day), cellsOf(before, night)]
  if (!one?.shown || !other?.shown) throw new Error('Both wards had a result.')
  const merged = cellsOf(now, day)
  expect(merged?.trend[0]).toMatchObject({ n: one.n + other.n })
  const mean = (one.n * one.value + other.n * other.value) / (one.n + other.n)
  expect(merged?.trend[0]?.value).toBeCloseTo(mean, 3)
  expect(merged).toMatchObject({ shown: true, n: 17 })
})

test('what is announced says from what each trend goes on, to whoever plans it and to whoever reads it', async () => {
  const on = { checkins: site.checkins, actor: clinic.lead }
  const [, wave] = waves
  const page = await readWave({ wave: wave ?? '' }, on)
  const from = [{ name: 'Day' }, { name: 'Night' }]
  expect(page.ok && page.value.plan?.links).toMatchObject([{ from }])
  // Planned again, nothing has changed since the wave before.
  const again = await showPlan({ instrument: 'weekly-five', audience: [], minimumGroup: 5 }, on)
  expect(again.ok && again.value.links).toEqual([])
  expect(again.ok && again.value.nodes.find(({ name }) => name === 'Emergency')).toMatchObject({
    reported: 'with',
    reason: 'was-counted-otherwise',
  })
})
