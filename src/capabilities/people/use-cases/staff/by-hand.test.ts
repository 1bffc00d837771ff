import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { actorOf, type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { acceptInvitation } from '../joining/accept-invitation.server.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { listSlips } from '../joining/list-slips.server.ts'
import { findActor } from '../signing-in/find-actor.server.ts'
import { addPerson } from './add-person.server.ts'
import { bringBack } from './bring-back.server.ts'
import { changeRoles } from './change-roles.server.ts'
import { correctPerson } from './correct-person.server.ts'
import { deactivateMember } from './deactivate-member.server.ts'
import { mergePeople } from './merge-people.server.ts'
import { seeMember } from './see-member.server.ts'
import { seePeople } from './see-people.server.ts'
import { seePersonForm } from './see-person-form.server.ts'

let site: PeopleSite
let ines: Actor
beforeAll(async () => {
  site = await peopleSite()
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
})
afterAll(() => site.close())

const find = async (name: string, status?: string) => {
  const seen = await seePeople(site, { actor: ines, query: { q: name, ...(status ? { status } : {}) } })
  return seen.ok ? (seen.value.people[0]?.id ?? '') : ''
}
const member = async (id: string) => {
  const seen = await seeMember(site, { actor: ines, member: id })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value.member
}
const formOf = async (id: string) => {
  const seen = await seePersonForm(site, { actor: ines, about: { member: id } })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value.values
}
const newForm = async (given: Record<string, string>) => ({
  id: crypto.randomUUID(),
  unit: (await member(await find('Jonas'))).unit ?? '',
  profession: 'Nurse',
  ...given,
})
const joinAs = async (name: string) => {
  await inviteMembers(site, { actor: ines, form: { way: 'printed' } })
  const slips = await listSlips(site, { actor: ines, page: 1 })
  const code = slips.ok ? slips.value.slips.find((slip) => slip.name === name)?.code : undefined
  const held = code?.replaceAll(' ', '') ?? ''
  const joined = await acceptInvitation(site, { held, address: '10.0.0.1', userId: undefined })
  if (!joined.ok) throw new Error(joined.refusal.code)
  return actorOf(site, joined.value)
}

test('one person is added by hand, once even when the form is sent twice', async () => {
  const form = await newForm({
    name: 'Léa Duarte',
    email: 'Lea@Clínica.example',
    languages: 'French, English',
    startOn: '01/09/2026',
    manager: 'jonas@alderbridge.example',
    workplace: ' Riverside  house ',
    shift: 'Nights',
  })
  const [once, twice] = [
    await addPerson(site, { actor: ines, form }),
    await addPerson(site, { actor: ines, form }),
  ]
  expect(once).toEqual(twice)
  expect(await member(once.ok ? once.value.member : '')).toMatchObject({
    name: 'Léa Duarte',
    email: 'lea@xn--clnica-4va.example',
    languages: ['fr', 'en'],
    startOn: '2026-09-01',
    workplace: 'Riverside house',
    shift: 'Nights',
    status: 'invited',
    manager: { name: 'Jonas Lindqvist' },
  })
})

test('each field that is not right says what to do, and nobody is added', async () => {
  const form = await newForm({
    name: '=HYPERLINK("x")',
    profession: '',
    email: 'josé@clinic.example',
    languages: 'Klingonish',
    startOn: '31/02/2026',
    manager: 'Nobody Known',
    workplace: 'x'.repeat(81),
    shift: '=1+1',
  })
  expect(await addPerson(site, { actor: ines, form })).toMatchObject({
    refusal: {
      code: 'people/fields',
      fields: {
        name: 'text-is-formula',
        profession: 'profession-missing',
        email: 'email-letters',
        languages: 'language-not-known',
        startOn: 'start-day-impossible',
        workplace: 'workplace-too-long',
        shift: 'text-is-formula',
      },
    },
  })
  const taken = await newForm({
    name: 'Amara Two',
    email: 'AMARA@alderbridge.example',
    manager: 'Nobody Known',
  })
  expect(await addPerson(site, { actor: ines, form: taken })).toMatchObject({
    refusal: { fields: { email: 'email-taken', manager: 'manager-unknown' } },
  })
  const lead: Actor = { ...ines, roles: ['wellbeing-lead'] }
  expect(await addPerson(site, { actor: lead, form })).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
})

test('a correction never makes a circle of managers', async () => {
  const [amara, jonas] = [await find('Amara'), await find('Jonas')]
  const form = { ...(await formOf(jonas)), member: jonas, manager: 'amara@alderbridge.example' }
  expect(await correctPerson(site, { actor: ines, form })).toMatchObject({
    refusal: { fields: { manager: 'manager-circle' } },
  })
  const alone = { ...(await formOf(jonas)), member: jonas, manager: 'Jonas Lindqvist' }
  expect(await correctPerson(site, { actor: ines, form: alone })).toMatchObject({
    refusal: { fields: { manager: 'manager-self' } },
  })
  const same = { ...(await formOf(amara)), member: amara }
  expect(await correctPerson(site, { actor: ines, form: same })).toMatchObject({ ok: true })
  expect((await member(amara)).manager?.id).toBe(jonas)
})

test('somebody who left comes back under the same entry, without roles and without the old way in', async () => {
  const hugo = await joinAs('Hugo Alves')
  const id = hugo.member.id
  await changeRoles(site, { actor: ines, form: { member: id, roles: 'facilitator' } })
  await deactivateMember(site, { actor: ines, form: { member: id } })
  expect(await findActor(site, { userId: hugo.userId, slug: hugo.organisation.slug })).toBeUndefined()
  expect(await bringBack(site, { actor: ines, form: { member: id } })).toMatchObject({ ok: true })
  expect(await member(id)).toMatchObject({ status: 'invited', roles: [], leftOn: null, joinedOn: null })
  expect(await findActor(site, { userId: hugo.userId, slug: hugo.organisation.slug })).toBeUndefined()
})

test('two entries of one person become one: the account that is used stays, and what the other had goes over', async () => {
  const marta = await find('Marta')
  const form = await newForm({ name: 'Marta N.', email: 'marta@alderbridge.example' })
  const added = await addPerson(site, { actor: ines, form })
  const twin = added.ok ? added.value.member : ''
  await changeRoles(site, { actor: ines, form: { member: marta, roles: 'facilitator' } })
  const joined = await joinAs('Marta N.')
  await inviteMembers(site, { actor: ines, form: { way: 'printed' } })
  const slips = await listSlips(site, { actor: ines, page: 1 })
  const held = slips.ok ? slips.value.slips.find(({ name }) => name === 'Marta Nunes')?.code : undefined
  const merged = await mergePeople(site, { actor: ines, form: { member: marta, other: twin } })
  expect(merged).toMatchObject({ ok: true, value: { kept: twin } })
  expect(await member(twin)).toMatchObject({ status: 'active', roles: ['facilitator'] })
  expect(await member(marta)).toMatchObject({ status: 'left', mergedInto: twin, roles: [] })
  expect((await findActor(site, { userId: joined.userId, slug: joined.organisation.slug }))?.member.id).toBe(
    twin,
  )
  // The closed entry is closed for good: by its code, by hand and by a list.
  const byCode = await acceptInvitation(site, {
    held: held?.replaceAll(' ', '') ?? '',
    address: '10.0.0.2',
    userId: undefined,
  })
  expect(byCode).toMatchObject({ refusal: { code: 'people/invitation-not-valid' } })
  expect(await bringBack(site, { actor: ines, form: { member: marta } })).toMatchObject({
    refusal: { code: 'people/was-merged' },
  })
  await importList(site, { actor: ines, text: smallList })
  expect(await member(marta)).toMatchObject({ status: 'left', mergedInto: twin })
  expect(await mergePeople(site, { actor: ines, form: { member: twin, other: marta } })).toMatchObject({
    refusal: { code: 'people/one-entry' },
  })
})

test('nobody closes her own entry by a merge, and the last administrator stays one', async () => {
  const amara = await find('Amara')
  expect(
    await mergePeople(site, { actor: ines, form: { member: amara, other: ines.member.id } }),
  ).toMatchObject({ ok: true, value: { kept: ines.member.id } })
  expect((await member(ines.member.id)).roles).toContain('administrator')
  const jonas = await joinAs('Jonas Lindqvist')
  expect(
    await mergePeople(site, { actor: ines, form: { member: jonas.member.id, other: ines.member.id } }),
  ).toMatchObject({ refusal: { code: 'people/own-entry' } })
})
