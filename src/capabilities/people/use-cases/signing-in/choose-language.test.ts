import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../domain/actor.ts'
import { importList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { sendMessages } from '../messages/send-messages.server.ts'
import { chooseLanguage } from './choose-language.server.ts'
import { findActor } from './find-actor.server.ts'
import { sendCode } from './send-code.server.ts'

let site: PeopleSite
let actor: Actor
beforeAll(async () => {
  site = await peopleSite()
  actor = await withAdministrator(site)
})
afterAll(() => site.close())

test('the language that somebody chose is hers wherever she comes in', async () => {
  const { userId } = actor
  expect(actor.language).toBeUndefined()
  await chooseLanguage(site, { userId, language: 'ar' })
  const again = await findActor(site, { userId, slug: actor.organisation.slug })
  expect(again?.language).toBe('ar')
})

test('each letter comes in the language of whoever gets it, with its numbers and days', async () => {
  const list = `name,unit path,profession,e-mail,languages
Amara Osei,Surgery,Nurse,amara@alderbridge.example,English
Lucía Vidal,Surgery,Nurse,lucia@alderbridge.example,Ukrainian; Spanish
Karim Haddad,Surgery,Nurse,karim@alderbridge.example,Arabic
Noé Girard,Surgery,Nurse,noe@alderbridge.example,French
`
  await importList(site, { actor, text: list })
  await inviteMembers(site, { actor, form: { way: 'mail' } })
  await sendMessages(site)
  const subjects = Object.fromEntries(site.letters.map(({ to, subject }) => [to.split('@')[0], subject]))
  expect(subjects).toMatchObject({
    amara: 'Alder Bridge Hospital invites you to Kith',
    lucia: 'Alder Bridge Hospital te invita a Kith',
    karim: 'دعوة من Alder Bridge Hospital إلى Kith',
    noe: 'Alder Bridge Hospital vous invite sur Kith',
  })
  expect(site.letters.find(({ to }) => to.startsWith('karim'))?.text).toMatch(/نوفمبر، [٠-٩]{2}:[٠-٩]{2}/)
})

test('a code is sent in the language of the page that it was asked from', async () => {
  const email = 'ines@alderbridge.example'
  await sendCode(site, { form: { email }, address: '192.0.2.1', language: 'fr' })
  await expect.poll(() => site.codes).toMatchObject([{ to: email, language: 'fr' }])
})
