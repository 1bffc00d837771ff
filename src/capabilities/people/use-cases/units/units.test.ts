import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { seeAudit } from '../operating/see-audit.server.ts'
import { deactivateMember } from '../staff/deactivate-member.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { setUnitLead } from '../staff/set-unit-lead.server.ts'
import { addUnit } from './add-unit.server.ts'
import { closeUnit } from './close-unit.server.ts'
import { mergeUnits } from './merge-units.server.ts'
import { moveUnit } from './move-unit.server.ts'
import { renameUnit } from './rename-unit.server.ts'
import { seeUnit } from './see-unit.server.ts'
import { stepUnit } from './step-unit.server.ts'

let site: PeopleSite
let ines: Actor
beforeAll(async () => {
  site = await peopleSite()
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
})
afterAll(() => site.close())

const people = async (unit?: string) => {
  const seen = await seePeople(site, { actor: ines, query: unit ? { unit } : {} })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value
}
const root = async () => (await people()).way[0]?.id ?? ''
const below = async (unit: string) => (await people(unit)).below
const teamOf = async (name: string, parent: string) =>
  (await below(parent)).find((team) => team.name === name)?.id ?? ''
const acts = async () => {
  const seen = await seeAudit(site, { actor: ines })
  return seen.ok ? seen.value : { entries: [], brokenAt: -1 }
}

test('the tree is edited by hand, and each change stands in the record of who did what', async () => {
  const top = await root()
  expect(await addUnit(site, { actor: ines, form: { parent: top, name: ' Day  clinic ' } })).toMatchObject({
    ok: true,
  })
  const clinic = await teamOf('Day clinic', top)
  expect(await renameUnit(site, { actor: ines, form: { unit: clinic, name: 'Day surgery' } })).toMatchObject({
    ok: true,
  })
  const acute = await teamOf('Acute care', top)
  expect(await moveUnit(site, { actor: ines, form: { unit: clinic, parent: acute } })).toMatchObject({
    ok: true,
  })
  expect((await below(acute)).map(({ name }) => name)).toEqual(['Surgery', 'Medicine 3', 'Day surgery'])
  expect(await stepUnit(site, { actor: ines, form: { unit: clinic, step: 'up' } })).toMatchObject({
    ok: true,
  })
  expect((await below(acute)).map(({ name }) => name)).toEqual(['Surgery', 'Day surgery', 'Medicine 3'])
  const surgery = await teamOf('Surgery', acute)
  const amara = (await people(surgery)).people[0]?.id
  await setUnitLead(site, { actor: ines, form: { member: amara, unit: surgery, leads: 'yes' } })
  expect(await mergeUnits(site, { actor: ines, form: { unit: surgery, into: clinic } })).toMatchObject({
    ok: true,
  })
  const seen = await seeUnit(site, { actor: ines, unit: clinic })
  expect(seen.ok && seen.value.unit.people).toBe(2)
  expect(seen.ok && seen.value.lead?.id).toBe(amara)
  const { entries, brokenAt } = await acts()
  expect(brokenAt).toBeNull()
  expect(entries.map(({ act }) => act).slice(0, 6)).toEqual([
    'teams-merged',
    'lead-named',
    'team-put-in-order',
    'team-moved',
    'team-renamed',
    'team-added',
  ])
})

test('a team closes only when nobody is in it and none is below it; those who left from it stay known', async () => {
  const top = await root()
  const kitchen = await teamOf('Kitchen', await teamOf('Support', top))
  const support = await teamOf('Support', top)
  expect(await closeUnit(site, { actor: ines, form: { unit: kitchen } })).toMatchObject({
    refusal: { code: 'people/unit-has-people', people: 1 },
  })
  expect(await closeUnit(site, { actor: ines, form: { unit: support } })).toMatchObject({
    refusal: { code: 'people/unit-has-teams' },
  })
  const hugo = (await people(kitchen)).people[0]?.id
  await deactivateMember(site, { actor: ines, form: { member: hugo } })
  expect(await closeUnit(site, { actor: ines, form: { unit: kitchen } })).toMatchObject({ ok: true })
  expect(await seeUnit(site, { actor: ines, unit: kitchen })).toMatchObject({ ok: false })
  const left = await seePeople(site, { actor: ines, query: { unit: support, status: 'left' } })
  expect(left.ok && left.value.people.map(({ name }) => name)).toEqual(['Hugo Alves'])
})

test('what would bend the tree is refused in words, and changes and records nothing', async () => {
  const top = await root()
  const acute = await teamOf('Acute care', top)
  const medicine = await teamOf('Medicine 3', acute)
  const before = [await below(top), (await acts()).entries.length]
  const tries: [unknown, string][] = [
    [await moveUnit(site, { actor: ines, form: { unit: acute, parent: medicine } }), 'people/unit-in-itself'],
    [await moveUnit(site, { actor: ines, form: { unit: top, parent: acute } }), 'people/unit-is-whole'],
    [await mergeUnits(site, { actor: ines, form: { unit: top, into: acute } }), 'people/unit-is-whole'],
    [await closeUnit(site, { actor: ines, form: { unit: top } }), 'people/unit-is-whole'],
    [
      await addUnit(site, { actor: ines, form: { parent: acute, name: 'medicine 3' } }),
      'people/unit-name-taken',
    ],
    [
      await moveUnit(site, { actor: ines, form: { unit: acute, parent: crypto.randomUUID() } }),
      'people/not-found',
    ],
    [await addUnit(site, { actor: ines, form: { parent: acute, name: '=cmd()' } }), 'people/fields'],
    [await addUnit(site, { actor: ines, form: { parent: acute, name: 'A > B' } }), 'people/fields'],
    [await addUnit(site, { actor: ines, form: { parent: acute, name: '' } }), 'people/fields'],
  ]
  for (const [answer, code] of tries) expect(answer).toMatchObject({ ok: false, refusal: { code } })
  expect([await below(top), (await acts()).entries.length]).toEqual(before)
})

test('only an administrator changes the tree', async () => {
  const top = await root()
  const member: Actor = { ...ines, roles: ['wellbeing-lead', 'facilitator'] }
  const nothing = { refusal: { code: 'people/not-found' } }
  expect(await addUnit(site, { actor: member, form: { parent: top, name: 'Mine' } })).toMatchObject(nothing)
  expect(await seeUnit(site, { actor: member, unit: top })).toMatchObject(nothing)
})

test('of two moves at once that would close a circle, one is refused', async () => {
  const top = await root()
  await addUnit(site, { actor: ines, form: { parent: top, name: 'East' } })
  await addUnit(site, { actor: ines, form: { parent: top, name: 'West' } })
  const [east, west] = [await teamOf('East', top), await teamOf('West', top)]
  const answers = await Promise.all([
    moveUnit(site, { actor: ines, form: { unit: east, parent: west } }),
    moveUnit(site, { actor: ines, form: { unit: west, parent: east } }),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})
