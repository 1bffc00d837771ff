import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseText } from '../../../../../tests/promises/evidence/database-text.ts'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import {
  actorOf,
  joinByCode,
  type PeopleSite,
  peopleSite,
  withAdministrator,
} from '../../testing/people-site.ts'
import { enrol } from '../commons/enrol.server.ts'
import { findOpenCommons } from '../commons/join-commons.server.ts'
import { makeCommons, moveCommonsDoor } from '../commons/look-after-commons.server.ts'
import { listSlips } from '../joining/list-slips.server.ts'
import { seeAudit } from '../operating/see-audit.server.ts'
import { changeProfile } from '../profile/change-profile.server.ts'
import { addOrganisation } from '../setting-up/add-organisation.server.ts'
import { findActor } from '../signing-in/find-actor.server.ts'
import { changeRoles } from '../staff/change-roles.server.ts'
import { seeMember } from '../staff/see-member.server.ts'
import { deleteOwnAccount, deleteOwnMembership } from './delete-own-data.server.ts'
import { seeAccountData, seeOwnData } from './see-own-data.server.ts'

let site: PeopleSite & { holdings: [] }
let ines: Actor
let amara: Actor
beforeEach(async () => {
  site = { ...(await peopleSite()), holdings: [] }
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
  amara = await joinByCode(site, { actor: ines, name: 'Amara Osei' })
})
afterEach(() => site.close())

const sure = { sure: 'yes' }
const text = () => databaseText({ address: site.address }, { without: 'queue' })
const profile = {
  version: '0',
  chosenName: 'Mara of the ward',
  profession: '',
  languages: '',
  workingPattern: '',
  quietFrom: '22:00',
  quietUntil: '06:00',
}
const accessSeen = async (actor: Actor) =>
  (await seeOwnData(site, { actor })).find(({ group }) => group === 'access')?.entries ?? []

test('she sees what is held about her, group by group, and nobody else’s', async () => {
  await changeProfile(site, { actor: amara, form: profile })
  const held = await seeOwnData(site, { actor: amara })
  expect(held.map(({ group }) => group)).toEqual(['staff-list', 'profile', 'invitations', 'access', 'audit'])
  expect(held[0]?.entries[0]).toMatchObject({
    name: 'Amara Osei',
    email: 'amara@alderbridge.example',
    team: 'Surgery',
    manager: 'Jonas Lindqvist',
  })
  expect(held[1]?.entries[0]).toMatchObject({ chosenName: 'Mara of the ward', quietFrom: '22:00' })
  expect(held.at(-1)?.entries).toContainEqual(
    expect.objectContaining({ act: 'member-joined', byHer: true, aboutHer: false, way: 'printed' }),
  )
  expect(JSON.stringify(held)).not.toMatch(/Marta|Hugo|secret|hash|[0-9a-f]{8}-[0-9a-f]{4}/)
  const account = await seeAccountData(site, { userId: amara.userId })
  expect(account.account.map(({ group }) => group)).toEqual(['account', 'sessions', 'places'])
  expect(account.organisations.map(({ held }) => held)).toEqual([held])
  expect((await seeAccountData(site, { userId: crypto.randomUUID() })).organisations).toEqual([])
})

test('whoever opens her record or prints codes with hers is told to her, once a day and for a year', async () => {
  const own = await accessSeen(amara)
  expect(own).toEqual([{ who: 'Ines Marchetti', way: 'code-list', on: '2026-11-02' }])
  await seeMember(site, { actor: ines, member: amara.member.id })
  await seeMember(site, { actor: ines, member: amara.member.id })
  expect(await seeMember(site, { actor: amara, member: amara.member.id })).toMatchObject({ ok: false })
  await seeMember(site, { actor: ines, member: ines.member.id })
  await listSlips(site, { actor: ines, page: 1 })
  expect(await accessSeen(amara)).toEqual([
    ...own,
    { who: 'Ines Marchetti', way: 'record', on: '2026-11-02' },
  ])
  expect(await accessSeen(ines)).toEqual([])
  site.setNow('2027-11-03T09:00:00Z')
  await seeMember(site, { actor: ines, member: amara.member.id })
  expect(await accessSeen(amara)).toEqual([{ who: 'Ines Marchetti', way: 'record', on: '2027-11-03' }])
})

test('what she deletes is gone from every table; her id stays in the audit alone, without her name', async () => {
  await changeProfile(site, { actor: amara, form: profile })
  await changeRoles(site, {
    actor: ines,
    form: { member: amara.member.id, roles: ['administrator', 'facilitator'] },
  })
  await seeMember(site, { actor: await again(amara), member: ines.member.id })
  const traces = [amara.member.id, amara.userId, 'Amara', 'amara@', 'Mara of the ward']
  const before = await text()
  for (const trace of traces) expect(before, trace).toContain(trace)
  expect(await deleteOwnMembership(site, { actor: await again(amara), form: sure })).toEqual({
    ok: true,
    value: { isAccountGone: true },
  })
  const found = await text()
  const tablesWith = (trace: string) => tablesThatSay(found, trace)
  // Who opened another’s record stays with that other, under an id that leads to nobody.
  expect(tablesWith(amara.member.id)).toEqual(['org.access', 'org.audit_entry'])
  for (const trace of traces.slice(1)) expect([trace, tablesWith(trace)]).toEqual([trace, []])
  expect(await findActor(site, { userId: amara.userId, slug: ines.organisation.slug })).toBeUndefined()
  const audit = await seeAudit(site, { actor: ines })
  expect(audit).toMatchObject({ value: { brokenAt: null } })
  expect(JSON.stringify(audit)).not.toMatch(/Amara|Mara of/)
})

/** A database’s text names each table before its rows. */
const tablesThatSay = (whole: string, trace: string): string[] => {
  const tables = new Set<string>()
  let table = ''
  for (const line of whole.split('\n')) {
    if (/^[a-z]+\.[a-z_]+$/.test(line)) table = line
    else if (line.includes(trace)) tables.add(table)
  }
  return [...tables].sort()
}

const again = (actor: Actor) => actorOf(site, { userId: actor.userId, slug: actor.organisation.slug })

test('nothing goes by mistake: without the tick, a second time, or for somebody else', async () => {
  expect(await deleteOwnMembership(site, { actor: amara, form: {} })).toMatchObject({
    refusal: { fields: { sure: 'not-sure' } },
  })
  expect(
    await deleteOwnMembership(site, { actor: amara, form: { ...sure, member: ines.member.id } }),
  ).toMatchObject({
    refusal: { code: 'people/form-not-readable' },
  })
  const both = await Promise.all([1, 2].map(() => deleteOwnMembership(site, { actor: amara, form: sure })))
  expect(both.every(({ ok }) => ok)).toBe(true)
  const entries = (await text()).split('\n').filter((line) => line.includes('member-deleted-herself'))
  expect(entries).toHaveLength(1)
})

test('the last administrator and the last operator cannot vanish without a successor', async () => {
  for (const gone of [
    await deleteOwnMembership(site, { actor: ines, form: sure }),
    await deleteOwnAccount(site, { userId: ines.userId, form: sure }),
  ])
    expect(gone).toMatchObject({ refusal: { code: 'people/last-administrator' } })
  await changeRoles(site, { actor: ines, form: { member: amara.member.id, roles: 'administrator' } })
  const before = await text()
  expect(await deleteOwnAccount(site, { userId: ines.userId, form: sure })).toMatchObject({
    refusal: { code: 'people/last-operator' },
  })
  expect(await text()).toBe(before)
  // Her place may go: the site keeps its operator.
  expect(await deleteOwnMembership(site, { actor: ines, form: sure })).toEqual({
    ok: true,
    value: { isAccountGone: false },
  })
  expect(await deleteOwnMembership(site, { actor: await again(amara), form: sure })).toMatchObject({
    refusal: { code: 'people/last-administrator' },
  })
})

test('two administrators who go at the same moment leave one behind', async () => {
  await changeRoles(site, { actor: ines, form: { member: amara.member.id, roles: 'administrator' } })
  const both = await Promise.all(
    [ines, await again(amara)].map((actor) => deleteOwnMembership(site, { actor, form: sure })),
  )
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
})

test('each organisation is a thing of its own, and the account goes with the last', async () => {
  const form = {
    organisationName: 'Birch Hill',
    language: 'en',
    timeZone: 'UTC',
    hostKind: 'members',
    id: crypto.randomUUID(),
  }
  const added = await addOrganisation(site, { userId: ines.userId, form })
  const slug = added.ok ? added.value.slug : ''
  await changeRoles(site, { actor: ines, form: { member: amara.member.id, roles: 'administrator' } })
  expect((await seeAccountData(site, { userId: ines.userId })).organisations.map(({ name }) => name)).toEqual(
    ['Alder Bridge Hospital', 'Birch Hill'],
  )
  expect(JSON.stringify(await seeOwnData(site, { actor: ines }))).not.toContain('Birch')
  await deleteOwnMembership(site, { actor: ines, form: sure })
  expect(await findActor(site, { userId: ines.userId, slug: ines.organisation.slug })).toBeUndefined()
  expect(await findActor(site, { userId: ines.userId, slug })).toBeDefined()
})

test('deleting everything takes the commons too, and leaves nothing there at all', async () => {
  const { userId } = ines
  const { organisationName, language, timeZone, hostKind } = commonsForm
  await makeCommons(site, { userId, form: { organisationName, language, timeZone, hostKind } })
  await moveCommonsDoor(site, { userId, form: { open: 'yes' } })
  const commons = await findOpenCommons(site)
  if (!commons) throw new Error('The commons is closed.')
  const member = await enrol(site, { commons, userId: amara.userId, name: 'Quiet one' })
  expect(await text()).toContain('Quiet one')
  expect(await deleteOwnAccount(site, { userId: amara.userId, form: sure })).toMatchObject({ ok: true })
  const left = await text()
  for (const trace of [member, 'Quiet one', amara.userId, 'amara@']) expect(left, trace).not.toContain(trace)
})

const commonsForm = { organisationName: 'The commons', language: 'en', timeZone: 'UTC', hostKind: 'employer' }
