import { get } from 'node:https'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queueMessages } from '#capabilities/people/data/messages.server.ts'
import { askForPush, sendCode, sendMessages, signOut } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import {
  type PeopleSite,
  peopleSite,
  setUpForm,
  withAdministrator,
} from '#capabilities/people/testing/people-site.ts'
import { enterWithDigits } from '#capabilities/people/use-cases/signing-in/enter-with-digits.server.ts'
import { isPublicAddress, mayBeAsked, publicHostsOnly } from '#platform/push/public-hosts.server.ts'
import { openPush } from '#platform/push/push.server.ts'
import { openPushService } from './evidence/push-service.ts'

let site: PeopleSite
let actor: Actor
let headers: Headers
let service: Awaited<ReturnType<typeof openPushService>>
beforeEach(async () => {
  service = await openPushService()
  site = await peopleSite()
  const { dataDir } = site.settings
  site.push = openPush({ dataDir, contact: 'kith@example.org', reach: service.reach })
  actor = await withAdministrator(site)
  headers = await signIn()
  site.letters.length = 0
})
afterEach(async () => {
  await site.close()
  await service.close()
})

/** Cookies of a session, by digits as in life. */
const signIn = async (): Promise<Headers> => {
  site.codes.length = 0
  const { email } = setUpForm
  await sendCode(site, { form: { email }, address: '10.0.0.1' })
  await expect.poll(() => site.codes[0]?.code).toBeDefined()
  const form = { email, digits: site.codes[0]?.code }
  const entered = await enterWithDigits(site, { form, address: '10.0.0.1' })
  if (!entered.ok) throw new Error(entered.refusal.code)
  const cookie = entered.value.headers.getSetCookie().map((line) => line.split(';')[0])
  return new Headers({ cookie: cookie.join('; ') })
}

const about = crypto.randomUUID()
const letters = {
  'something-open': {
    make: ({ member }: { member: { email: string } }) => ({
      to: member.email,
      subject: 'A check-in is open',
      text: 'The same for everybody.',
    }),
  },
}
const tell = async () => {
  await site.database.inOrganisation(actor.organisation.id, (tx) =>
    queueMessages(tx, {
      organisation: actor.organisation.id,
      kind: 'something-open',
      at: site.clock.now(),
      to: [{ member: actor.member.id, about }],
    }),
  )
  await sendMessages(site, letters)
}
const listening = async () => {
  const browser = service.browser('one')
  const { open: _, ...form } = browser
  expect(await askForPush(site, { actor, headers, form })).toMatchObject({ ok: true })
  return browser
}
const kept = () =>
  site.database.inOrganisation(actor.organisation.id, async (tx) =>
    (
      await tx
        .withTables<{ 'org.push_subscription': { endpoint: string } }>()
        .selectFrom('org.push_subscription')
        .select('endpoint')
        .execute()
    ).map(({ endpoint }) => endpoint),
  )

test('a browser that she asked for shows the words of the mail, sealed to it, once', async () => {
  const browser = await listening()
  await tell()
  await sendMessages(site, letters)
  expect(site.letters).toHaveLength(1)
  expect(service.pushed).toHaveLength(1)
  const [came] = service.pushed
  expect(browser.open(came?.sealed ?? Buffer.alloc(0))).toEqual({
    title: 'A check-in is open',
    body: 'The same for everybody.',
    path: `/app/${actor.organisation.slug}`,
  })
  const seenOnTheWay = JSON.stringify(came?.headers) + came?.sealed.toString('latin1')
  for (const word of [actor.member.id, actor.organisation.id, setUpForm.name, setUpForm.email, 'check-in'])
    expect(seenOnTheWay).not.toContain(word)
})

test('a browser that is gone is forgotten; one whose service is away is tried again, and holds no mail up', async () => {
  await listening()
  service.state.answers = 503
  await tell()
  expect(site.letters).toHaveLength(1)
  expect(service.pushed).toHaveLength(1)
  service.state.answers = 410
  await sendMessages(site, letters)
  expect(service.pushed).toHaveLength(2)
  expect(await kept()).toEqual([])
})

test('signing out ends what the session asked for, and leaving ends everything', async () => {
  await listening()
  const other = await signIn()
  await signOut(site, { headers: other, userId: actor.userId, everywhere: false })
  expect(await kept()).toHaveLength(1)
  await signOut(site, { headers, userId: actor.userId, everywhere: false })
  expect(await kept()).toEqual([])
  headers = await signIn()
  await listening()
  await signOut(site, { headers: await signIn(), userId: actor.userId, everywhere: true })
  expect(await kept()).toEqual([])
})

test('in her own quiet hours nothing is shown; it comes when they end', async () => {
  await listening()
  await site.database.inOrganisation(actor.organisation.id, async (tx) => {
    await tx
      .withTables<{ 'org.profile': Record<string, unknown> }>()
      .insertInto('org.profile')
      .values({
        organisation: actor.organisation.id,
        member: actor.member.id,
        quiet_from: '22:00',
        quiet_until: '11:00',
        version: 1,
      })
      .execute()
  })
  await tell()
  expect([site.letters.length, service.pushed.length]).toEqual([1, 0])
  site.setNow('2026-11-02T11:00:00Z')
  await sendMessages(site, letters)
  expect([site.letters.length, service.pushed.length]).toEqual([1, 1])
})

test('nothing inside a network can be asked, by number or by a name that leads there', async () => {
  for (const endpoint of [
    'http://push.example.org/x',
    'https://localhost/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://push.example.org:22/x',
    'https://user:secret@push.example.org/x',
    'file:///etc/passwd',
    'nonsense',
  ])
    expect([endpoint, mayBeAsked(endpoint)]).toEqual([endpoint, false])
  expect(mayBeAsked('https://push.example.org/x')).toBe(true)
  expect(['8.8.8.8', '2606:4700::1', '192.168.1.1', '::1', 'name'].map(isPublicAddress)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  const { dataDir } = site.settings
  const real = openPush({ dataDir, contact: 'kith@example.org' })
  const { open: _, ...form } = service.browser('inside')
  expect(await askForPush({ ...site, push: real }, { actor, headers, form })).toMatchObject({ ok: false })
  // A name that passes as one and leads inside is stopped where the connection is made.
  const inside = openPush({ dataDir, contact: 'kith@example.org' })
  const { port } = new URL(form.endpoint)
  const named = { ...form, endpoint: `https://localhost:${port}/inside` }
  expect(await inside.send(named, { title: '', body: '', path: '/' })).toBe('gone')
  await expect(
    new Promise((resolve, reject) => {
      get(named.endpoint, { agent: publicHostsOnly() }, resolve).once('error', reject)
    }),
  ).rejects.toThrow('no public address')
  expect(service.pushed).toEqual([])
})
