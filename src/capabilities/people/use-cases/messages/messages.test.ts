import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueMessages } from '../../data/messages.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
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
