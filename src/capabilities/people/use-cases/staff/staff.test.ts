import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHealth } from '#platform/health/look.server.ts'
import { watchMail } from '#platform/mail/watch-mail.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { actorOf, type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { acceptInvitation } from '../joining/accept-invitation.server.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { listSlips } from '../joining/list-slips.server.ts'
import { countLetters } from '../messages/count-letters.server.ts'
import { seeAudit } from '../operating/see-audit.server.ts'
import { seeSite } from '../operating/see-site.server.ts'
import { findActor } from '../signing-in/find-actor.server.ts'
import { changeRoles } from './change-roles.server.ts'
import { deactivateMember } from './deactivate-member.server.ts'
import { seeMember } from './see-member.server.ts'
import { seePeople } from './see-people.server.ts'
import { setUnitLead } from './set-unit-lead.server.ts'

let site: PeopleSite
let ines: Actor
let amara: Actor
beforeAll(async () => {
  site = await peopleSite()
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
  await inviteMembers(site, { actor: ines, form: { way: 'printed' } })
  const slips = await listSlips(site, { actor: ines, page: 1 })
  const code = slips.ok ? slips.value.slips.find(({ name }) => name === 'Amara Osei')?.code : undefined
  const joined = await acceptInvitation(site, {
    held: code?.replaceAll(' ', '') ?? '',
    address: '10.0.0.1',
    userId: undefined,
  })
  if (!joined.ok) throw new Error(joined.refusal.code)
  amara = await actorOf(site, joined.value)
})
afterAll(() => site.close())

const again = (actor: Actor) => actorOf(site, { userId: actor.userId, slug: actor.organisation.slug })

test('the only administrator cannot be dismissed, not even by herself', async () => {
  const member = ines.member.id
  expect(await changeRoles(site, { actor: ines, form: { member, roles: 'facilitator' } })).toMatchObject({
    refusal: { code: 'people/last-administrator' },
  })
  expect(await deactivateMember(site, { actor: ines, form: { member } })).toMatchObject({
    refusal: { code: 'people/last-administrator' },
  })
})

test('roles count from the next request on', async () => {
  const member = amara.member.id
  const form = { member, roles: ['administrator', 'facilitator'] }
  expect(await changeRoles(site, { actor: amara, form })).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
  expect(await changeRoles(site, { actor: ines, form })).toMatchObject({ ok: true })
  expect((await again(amara)).roles).toEqual(['administrator', 'facilitator'])
  expect(await changeRoles(site, { actor: ines, form: { member, roles: 'king' } })).toMatchObject({
    refusal: { code: 'people/fields', fields: { roles: 'role-unknown' } },
  })
})

test('two administrators cannot dismiss each other at the same moment', async () => {
  const second = await again(amara)
  const dismiss = (actor: Actor, whom: Actor) =>
    changeRoles(site, { actor, form: { member: whom.member.id } })
  const both = await Promise.all([dismiss(ines, second), dismiss(second, ines)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  const left = (await again(ines)).roles.includes('administrator') ? ines : second
  const other = left === ines ? second : ines
  const roles = other === ines ? ['administrator', 'wellbeing-lead'] : []
  expect(await changeRoles(site, { actor: left, form: { member: other.member.id, roles } })).toMatchObject({
    ok: true,
  })
  const both2 = { member: ines.member.id, roles: ['administrator', 'wellbeing-lead'] }
  await changeRoles(site, { actor: left, form: both2 })
})

test('a lead comes from the unit, one for each', async () => {
  const unit = amara.member.unit ?? ''
  const form = { member: amara.member.id, unit, leads: 'yes' }
  expect(await setUnitLead(site, { actor: ines, form })).toMatchObject({ ok: true })
  expect((await again(amara)).leads).toEqual([unit])
  expect(
    await setUnitLead(site, { actor: ines, form: { ...form, unit: crypto.randomUUID() } }),
  ).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
  const seen = await seePeople(site, { actor: ines, query: { unit } })
  expect(seen).toMatchObject({ value: { leadName: 'Amara Osei', total: 2 } })
})

test('a search finds names whatever their case and accents, and takes no wildcards', async () => {
  const names = async (q: string) => {
    const seen = await seePeople(site, { actor: ines, query: { q } })
    return seen.ok ? seen.value.people.map(({ name }) => name) : []
  }
  expect(await names('ÖSEI')).toEqual(['Amara Osei'])
  expect(await names('%')).toHaveLength(5)
  expect(await names('a_ara')).toEqual([])
})

test('whoever left finds nothing here any more', async () => {
  expect(await deactivateMember(site, { actor: ines, form: { member: amara.member.id } })).toMatchObject({
    ok: true,
  })
  expect(await findActor(site, { userId: amara.userId, slug: ines.organisation.slug })).toBeUndefined()
  const seen = await seeMember(site, { actor: ines, member: amara.member.id })
  expect(seen).toMatchObject({ value: { member: { status: 'left', roles: [], leads: [] } } })
  expect(
    await changeRoles(site, { actor: ines, form: { member: amara.member.id, roles: 'facilitator' } }),
  ).toMatchObject({
    refusal: { code: 'people/has-left' },
  })
})

test('who did what is told to those who may read it, and the chain holds', async () => {
  const seen = await seeAudit(site, { actor: ines })
  if (!seen.ok) throw new Error(seen.refusal.code)
  expect(seen.value.brokenAt).toBeNull()
  const acts = seen.value.entries.map(({ act }) => act)
  for (const act of [
    'organisation-founded',
    'staff-list-imported',
    'codes-printed',
    'member-joined',
    'roles-changed',
    'lead-named',
    'member-left',
  ]) {
    expect(acts).toContain(act)
  }
  expect(await seeAudit(site, { actor: { ...ines, roles: ['facilitator'] } })).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
})

const health = () =>
  openHealth({
    settings: site.settings,
    clock: site.clock,
    steady: { doubt: () => undefined },
    database: site.database,
    jobs: { states: async () => [] },
    mail: watchMail({ mail: site.mail, clock: site.clock }),
    countLetters: () => countLetters(site),
    countOldSupport: async () => 0,
    certificateUntil: () => undefined,
  })

test('the operator page is the operator’s, and shows no password', async () => {
  const withSecrets = {
    ...site,
    health: health(),
    settings: {
      ...site.settings,
      metricsToken: 'hush-hush-hush-hush-hush',
      smtpUrl: 'smtp://kith:hush-hush@mail.example',
      databaseUrl: 'postgresql://k:hush-hush@db/kith',
    },
  }
  const seen = await seeSite(withSecrets, { userId: ines.userId, lettersPage: 1 })
  expect(seen).toMatchObject({ ok: true, value: { health: { isUp: true } } })
  expect(JSON.stringify(seen)).not.toContain('hush-hush')
  expect(await seeSite(withSecrets, { userId: amara.userId, lettersPage: 1 })).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
})
