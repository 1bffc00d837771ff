import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tx } from '#platform/database/database.server.ts'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { forgetWhoWasAsked } from './forget-who-was-asked.server.ts'
import { inventReleasedWaves } from './invent-released-waves.server.ts'

let site: Rehearsal
let clinic: Clinic
beforeEach(async () => {
  site = await rehearse({ now: '2026-11-22T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  await inventReleasedWaves(
    ['2023-03-06', '2024-03-04', '2025-03-03'].map((day) => ({
      title: day,
      instrument: 'weekly-five',
      opensAt: new Date(`${day}T06:00:00Z`),
      closesAt: new Date(new Date(`${day}T20:00:00Z`).getTime() + 4 * 86_400_000),
      isThere: () => true,
      simulate: ({ items }) => ({
        ballots: 9,
        counts: new Map(items.map(({ id, options }) => [id, options.map((_, at) => (at === 0 ? 9 : 0))])),
      }),
    })),
    { checkins: site.checkins, actor: clinic.lead },
  )
  await inClinic((tx) => sql`update org.wave_group set people = '{Surgery 1}'`.execute(tx))
})
afterEach(() => site.end())

const inClinic = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  site.database.inOrganisation(clinic.organisation.id, work)
const forget = (before: string) => inClinic((tx) => forgetWhoWasAsked(tx, { before: new Date(before) }))
/** By title: how many are still known to have been asked, and whether a group still has its names. */
const known = () =>
  inClinic(async (tx) => {
    const { rows } = await sql<{ title: string; asked: number; named: boolean }>`
      select w.title, (select count(*) from org.wave_eligible e where e.wave = w.id)::int as asked,
        exists (select from org.wave_group g where g.wave = w.id and g.people is not null) as named
      from org.wave w order by w.title`.execute(tx)
    return rows.map(({ title, asked, named }) => [title, asked, named])
  })

test('who was asked is forgotten in check-ins that are old enough, with the names; what they published stays', async () => {
  expect(await forget('2024-01-01')).toBe(9)
  expect(await known()).toEqual([
    ['2023-03-06', 0, false],
    ['2024-03-04', 9, true],
    ['2025-03-03', 9, true],
  ])
  expect(await forget('2024-01-01')).toBe(0)
})

test('the newest of its kind stays however old it is: the next one counts from it who came and went', async () => {
  expect(await forget('2030-01-01')).toBe(18)
  expect(await known()).toEqual([
    ['2023-03-06', 0, false],
    ['2024-03-04', 0, false],
    ['2025-03-03', 9, true],
  ])
})

test('a check-in that was cancelled is followed by none, and its list goes', async () => {
  await inClinic((tx) => sql`update org.wave set state = 'cancelled' where title = '2025-03-03'`.execute(tx))
  await forget('2030-01-01')
  expect(await known()).toEqual([
    ['2023-03-06', 0, false],
    ['2024-03-04', 9, true],
    ['2025-03-03', 0, false],
  ])
})

test('one that is still running is not touched', async () => {
  await inClinic((tx) => sql`update org.wave set state = 'open' where title = '2023-03-06'`.execute(tx))
  expect(await forget('2030-01-01')).toBe(9)
  expect((await known())[0]).toEqual(['2023-03-06', 9, true])
})
