import { afterAll, beforeAll, expect, test } from 'vitest'
import { listColleagues, listQuietHours } from '../../data/profiles.server.ts'
import { listNames } from '../../data/staff.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import {
  actorOf,
  joinByCode,
  type PeopleSite,
  peopleSite,
  withAdministrator,
} from '../../testing/people-site.ts'
import { previewImport } from '../importing/preview-import.server.ts'
import { uploadRoster } from '../importing/upload-roster.server.ts'
import { seeAudit } from '../operating/see-audit.server.ts'
import { seeMember } from '../staff/see-member.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { changeProfile } from './change-profile.server.ts'
import { seeProfile } from './see-profile.server.ts'

let site: PeopleSite
let ines: Actor
let amara: Actor
beforeAll(async () => {
  site = await peopleSite()
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
  amara = await joinByCode(site, { actor: ines, name: 'Amara Osei' })
})
afterAll(() => site.close())

const blank = {
  chosenName: '',
  profession: '',
  languages: '',
  workingPattern: '',
  quietFrom: '',
  quietUntil: '',
}
const say = async (said: Record<string, string | string[]>) =>
  changeProfile(site, {
    actor: amara,
    form: { ...blank, version: String((await seeProfile(site, { actor: amara })).profile.version), ...said },
  })
const inOrganisation = <T>(work: Parameters<typeof site.database.inOrganisation<T>>[1]) =>
  site.database.inOrganisation<T>(amara.organisation.id, work)
const nameSeen = async () =>
  (await inOrganisation((tx) => listNames(tx, [amara.member.id]))).get(amara.member.id)

test('colleagues see only what she lets them, and her own words before those of the staff list', async () => {
  const said = {
    chosenName: 'Mara',
    profession: 'Wound nurse',
    languages: 'English, Swahili',
    workingPattern: 'nights',
  }
  expect(await say(said)).toMatchObject({ ok: true })
  const hidden = { name: 'Amara Osei', profession: null, languages: [], workingPattern: null }
  const seen = () => inOrganisation((tx) => listColleagues(tx, [amara.member.id]))
  expect((await seen()).get(amara.member.id)).toEqual(hidden)
  expect(await nameSeen()).toBe('Amara Osei')
  expect((await actorOf(site, { userId: amara.userId, slug: amara.organisation.slug })).member).toMatchObject(
    {
      name: 'Amara Osei',
      ownName: 'Mara',
    },
  )
  expect(await say({ ...said, shown: ['chosen-name', 'languages'] })).toMatchObject({ ok: true })
  expect((await seen()).get(amara.member.id)).toEqual({ ...hidden, name: 'Mara', languages: ['en', 'sw'] })
  expect(await nameSeen()).toBe('Mara')
  expect((await actorOf(site, { userId: amara.userId, slug: amara.organisation.slug })).member.name).toBe(
    'Mara',
  )
})

test('the administrator sees both names, and finds her by either; nothing else that she keeps to herself', async () => {
  const kept = {
    chosenName: 'Mara',
    profession: 'Wound nurse',
    workingPattern: 'nights',
    quietFrom: '21:00',
    quietUntil: '07:30',
  }
  await say({ ...kept, shown: 'chosen-name' })
  const record = await seeMember(site, { actor: ines, member: amara.member.id })
  expect(record).toMatchObject({
    value: { chosenName: 'Mara', member: { name: 'Amara Osei', profession: 'Nurse' } },
  })
  for (const q of ['mara', 'amara osei']) {
    const list = await seePeople(site, { actor: ines, query: { q } })
    expect(list).toMatchObject({ value: { people: [{ name: 'Amara Osei', chosenName: 'Mara' }] } })
  }
  await say({ ...kept, chosenName: 'Quite Another' })
  const after = [
    await seeMember(site, { actor: ines, member: amara.member.id }),
    await seePeople(site, { actor: ines, query: { q: 'osei' } }),
    await seePeople(site, { actor: ines, query: { q: 'quite another' } }),
    await seeAudit(site, { actor: ines }),
  ]
  expect(JSON.stringify(after)).toMatch(/Amara Osei/)
  expect(JSON.stringify(after)).not.toMatch(/Quite Another|Wound nurse|nights|21:00|profile/)
})

test('of two open pages neither silently undoes the other, and the same page sent twice is no quarrel', async () => {
  const { version } = (await seeProfile(site, { actor: amara })).profile
  const from = (chosenName: string) =>
    changeProfile(site, { actor: amara, form: { ...blank, chosenName, version: String(version) } })
  const [one, other] = await Promise.all([from('From the ward'), from('From home')])
  expect([one, other].filter(({ ok }) => ok)).toHaveLength(1)
  expect(one.ok ? other : one).toMatchObject({ refusal: { code: 'people/profile-changed' } })
  const kept = one.ok ? 'From the ward' : 'From home'
  expect((await seeProfile(site, { actor: amara })).profile.chosenName).toBe(kept)
  expect(await from(kept)).toMatchObject({ ok: true })
})

test('what somebody says of herself is hers alone to change', async () => {
  await say({ chosenName: 'Mara' })
  const { version } = (await seeProfile(site, { actor: ines })).profile
  expect(version).toBe(0)
  const form = { ...blank, chosenName: 'Boss', version: '0' }
  expect(
    await changeProfile(site, { actor: ines, form: { ...form, member: amara.member.id } }),
  ).toMatchObject({
    refusal: { code: 'people/form-not-readable' },
  })
  expect(await changeProfile(site, { actor: ines, form })).toMatchObject({ ok: true })
  expect((await seeProfile(site, { actor: amara })).profile.chosenName).toBe('Mara')
})

test('quiet hours are two different times or none, also over midnight, and only they are told to what sends', async () => {
  const quiet = (quietFrom: string, quietUntil: string) => say({ quietFrom, quietUntil })
  for (const [from, until, problem] of [
    ['21:00', '', 'hours-by-halves'],
    ['', '07:00', 'hours-by-halves'],
    ['07:00', '07:00', 'hours-by-halves'],
  ] as const)
    expect(await quiet(from, until)).toMatchObject({ refusal: { fields: { quietUntil: problem } } })
  expect(await quiet('25:00', '26:00')).toMatchObject({
    refusal: { fields: { quietFrom: 'hours-unreadable' } },
  })
  const told = () => inOrganisation((tx) => listQuietHours(tx, [amara.member.id, ines.member.id]))
  expect(await quiet('21:30:00', '07:00')).toMatchObject({ ok: true })
  expect([...(await told())]).toEqual([[amara.member.id, { from: '21:30', until: '07:00' }]])
  expect(await quiet('', '')).toMatchObject({ ok: true })
  expect((await told()).size).toBe(0)
})

test('languages are understood by name, or it is said which way to write them', async () => {
  expect(await say({ languages: 'English, español; Swahili' })).toMatchObject({ ok: true })
  expect((await seeProfile(site, { actor: amara })).profile.languages).toEqual(['en', 'es', 'sw'])
  expect(await say({ languages: 'Dothraki' })).toMatchObject({
    refusal: { fields: { languages: 'languages-unknown' } },
  })
})

test('the next staff list leaves her own words alone, and says so before it is imported', async () => {
  await say({ chosenName: 'Mara', profession: 'Wound nurse', shown: ['chosen-name', 'profession'] })
  const text = smallList.replace(/^(Amara Osei.*)Nurse/m, '$1Ward sister')
  expect(text).not.toBe(smallList)
  const bytes = new TextEncoder().encode(text)
  const kept = await uploadRoster(site, { actor: ines, fileName: 'staff.csv', bytes })
  const upload = kept.ok ? kept.value.upload : ''
  expect(await previewImport(site, { actor: ines, upload })).toMatchObject({
    value: { ownWords: ['Amara Osei'] },
  })
  await importList(site, { actor: ines, text })
  const { profile, staffList, asSeen } = await seeProfile(site, { actor: amara })
  expect([profile.profession, staffList.profession, asSeen.profession, asSeen.name]).toEqual([
    'Wound nurse',
    'Ward sister',
    'Wound nurse',
    'Mara',
  ])
})
