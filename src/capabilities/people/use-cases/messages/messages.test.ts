import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueMessages } from '../../data/messages.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { tryLettersAgain } from '../operating/try-letters-again.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { countLetters } from './count-letters.server.ts'
import type { Letters } from './letters.server.ts'
import { sendMessages } from './send-messages.server.ts'

let site: PeopleSite
let actor: Actor
beforeAll(async () => {
  site = await peopleSite()
  actor = await withAdministrator(site)
  await importList(site, { actor, text: smallList })
})
afterAll(() => site.close())

const about = crypto.randomUUID()
const queue = (kind: string) =>
  site.database.inOrganisation(actor.organisation.id, (tx) =>
    queueMessages(tx, {
      organisation: actor.organisation.id,
      kind,
      at: site.clock.now(),
      to: [{ member: actor.member.id, about }],
    }),
  )

test('while the mail server is away nothing is lost, and afterwards everybody gets one letter', async () => {
  await inviteMembers(site, { actor, form: { way: 'mail' } })
  site.mailFails.isAway = true
  await expect(sendMessages(site)).rejects.toThrow('could not be sent')
  expect(site.letters).toEqual([])
  site.mailFails.isAway = false
  await Promise.all([sendMessages(site), sendMessages(site)])
  expect(site.letters).toHaveLength(2)
  await sendMessages(site)
  expect(site.letters).toHaveLength(2)
})

test('an address that is refused holds nobody else up, and shows on the staff list', async () => {
  site.setNow('2026-12-01T09:00:00Z')
  site.letters.length = 0
  site.mailFails.refuses.add('amara@alderbridge.example')
  await inviteMembers(site, { actor, form: { way: 'mail' } })
  await expect(sendMessages(site)).rejects.toThrow()
  expect(site.letters.map(({ to }) => to)).toEqual(['jonas@alderbridge.example'])
  const seen = await seePeople(site, { actor, query: { q: 'amara' } })
  expect(seen).toMatchObject({ value: { people: [{ isUndeliverable: true }] } })
  for (let attempt = 0; attempt < 12; attempt += 1) await sendMessages(site).catch(() => {})
  await expect(sendMessages(site)).resolves.toBeUndefined()
})

test('other parts of Kith add letters of their own, and each is queued once', async () => {
  site.letters.length = 0
  await queue('wave-announced')
  await queue('wave-announced')
  await sendMessages(site, {
    'wave-announced': ({ member, organisation, about: wave }) => ({
      to: member.email,
      subject: organisation.name,
      text: wave,
    }),
  })
  expect(site.letters).toEqual([
    { to: 'ines@alderbridge.example', subject: 'Alder Bridge Hospital', text: about },
  ])
})

test('what has nothing to say any more is dropped', async () => {
  site.letters.length = 0
  await queue('forgotten-kind')
  await sendMessages(site)
  expect(site.letters).toEqual([])
  await sendMessages(site, {
    'forgotten-kind': ({ member }) => ({ to: member.email, subject: '', text: '' }),
  })
  expect(site.letters).toEqual([])
})

test('a mail server that is away for a whole night uses up nobody’s attempts; the next morning the letter leaves', async () => {
  site.letters.length = 0
  const dead = async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ESOCKET' })
  }
  const away = { ...site, mail: { ...site.mail, send: dead } }
  const letters: Letters = {
    'told-at-night': ({ member }) => ({ to: member.email, subject: 'Told', text: '' }),
  }
  await queue('told-at-night')
  for (let round = 0; round < 15; round += 1)
    await expect(sendMessages(away, letters)).resolves.toBeUndefined()
  expect(await countLetters(site)).toMatchObject({ waiting: 1 })
  await sendMessages(site, letters)
  expect(site.letters.map(({ subject }) => subject)).toEqual(['Told'])
})

test('an operator, and nobody else, lets letters that gave up be tried again', async () => {
  site.letters.length = 0
  expect(await countLetters(site)).toMatchObject({ gaveUp: 1 })
  const member = await tryLettersAgain(site, { userId: crypto.randomUUID() })
  expect(member).toMatchObject({ ok: false })
  expect(await countLetters(site)).toMatchObject({ gaveUp: 1 })
  site.mailFails.refuses.clear()
  expect(await tryLettersAgain(site, { userId: actor.userId })).toMatchObject({ value: { letters: 1 } })
  await sendMessages(site)
  expect(site.letters.map(({ to }) => to)).toEqual(['amara@alderbridge.example'])
  expect(await countLetters(site)).toEqual({ waiting: 0, gaveUp: 0 })
})
