import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countLetters, sendMessages } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { importList, smallList } from '#capabilities/people/testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '#capabilities/people/testing/people-site.ts'
import { inviteMembers } from '#capabilities/people/use-cases/joining/invite-members.server.ts'
import { m } from '#messages'
import { connectMail } from '#platform/mail/mail.server.ts'
import { type WatchedMail, watchMail } from '#platform/mail/watch-mail.server.ts'
import { type MailServer, openMailServer } from '../rehearsal/mail-server.ts'
import { foundFirst } from '../rehearsal/people-on-site.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Seen to fail, in the built pages: with the words about mail that is away taken from the sign-in page. The rest is in
// mutations.

let server: MailServer
beforeEach(async () => {
  server = await openMailServer()
})
afterEach(() => server.close())

describe('letters that wait', () => {
  let site: PeopleSite
  let actor: Actor
  let mail: WatchedMail
  beforeEach(async () => {
    site = await peopleSite()
    actor = await withAdministrator(site)
    await importList(site, { actor, text: smallList })
    mail = watchMail({
      clock: site.clock,
      mail: connectMail({ smtpUrl: server.url, from: 'kith@alderbridge.example', patience: 300 }),
    })
    await inviteMembers(site, { actor, form: { way: 'mail' } })
  })
  afterEach(() => site.close())
  const round = () => sendMessages({ ...site, mail }).catch(() => {})
  const addressees = () => server.taken.map(({ to }) => to).sort()
  const everybody = ['amara@alderbridge.example', 'jonas@alderbridge.example']

  test('leave once each when a server that refused connections is there again', async () => {
    await server.close()
    for (let night = 0; night < 12; night++) await round()
    expect(await countLetters(site)).toEqual({ waiting: 2, gaveUp: 0 })
    expect(mail.trouble()?.kind).toBe('away')
    expect(await mail.isReady()).toBe(false)
    await server.open()
    await round()
    await round()
    expect(addressees()).toEqual(everybody)
    expect(mail.trouble()).toBeUndefined()
  })

  test('leave once each when a server that took calls and said nothing speaks again', async () => {
    server.isSilent = true
    await round()
    expect(mail.trouble()?.kind).toBe('away')
    // One that does not speak is asked once a round, not once a letter.
    expect(server.calls).toBe(1)
    server.isSilent = false
    await round()
    expect(addressees()).toEqual(everybody)
  })

  test('are not held against anybody while the server says to come later, and hold nobody else up', async () => {
    server.answers.toWhom = (to) => (to.startsWith('amara') ? '450 4.2.0 later' : '250 fine')
    for (let attempt = 0; attempt < 12; attempt++) await round()
    expect(addressees()).toEqual(['jonas@alderbridge.example'])
    expect(await countLetters(site)).toEqual({ waiting: 1, gaveUp: 0 })
    expect(mail.trouble()?.kind).toBe('later')
    server.answers.toWhom = () => '250 fine'
    await round()
    expect(addressees()).toEqual(everybody)
  })

  test('give up on an address that is refused for good, or put off for days, and only on that one', async () => {
    server.answers.toWhom = (to) => (to.startsWith('amara') ? '550 5.1.1 nobody' : '250 fine')
    for (let attempt = 0; attempt < 12; attempt++) await round()
    expect(addressees()).toEqual(['jonas@alderbridge.example'])
    expect(await countLetters(site)).toEqual({ waiting: 0, gaveUp: 1 })
  })

  test('wait while a server turns everybody away at the door', async () => {
    server.answers.greeting = '554 no mail here today'
    for (let attempt = 0; attempt < 12; attempt++) await round()
    expect(await countLetters(site)).toEqual({ waiting: 2, gaveUp: 0 })
    server.answers.greeting = '220 ready'
    await round()
    expect(addressees()).toEqual(everybody)
  })

  test('carry the same id when nobody can know whether they were taken, so that a server can tell', async () => {
    server.isSilent = 'after-letter'
    await round()
    expect(server.taken).toHaveLength(1)
    server.isSilent = false
    await round()
    const [first, again] = server.taken
    expect(first?.id).toMatch(/^<[0-9a-f-]{36}@alderbridge\.example>$/)
    expect(again).toMatchObject({ to: first?.to, id: first?.id })
    expect(new Set(server.taken.map(({ id }) => id)).size).toBe(2)
  })

  test('are queued in the database, so that stopping Kith loses none', async () => {
    await server.close()
    await round()
    expect(await countLetters(site)).toEqual({ waiting: 2, gaveUp: 0 })
    await server.open()
    const afterwards = watchMail({
      clock: site.clock,
      mail: connectMail({ smtpUrl: server.url, from: 'kith@alderbridge.example' }),
    })
    await sendMessages({ ...site, mail: afterwards })
    expect(addressees()).toEqual(everybody)
  })
})

describe('a person who asks for a code', () => {
  let running: RunningSite
  let cookie: string
  let lasting: MailServer
  beforeAll(async () => {
    lasting = await openMailServer()
    running = await runSite({
      now: '2026-11-20T09:00:00Z',
      hasRealMail: true,
      settings: { SMTP_URL: lasting.url },
    })
    const { founderEnters } = await foundFirst(running, 'Alder Bridge')
    cookie = founderEnters
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
  })
  afterAll(async () => {
    await running?.end()
    await lasting?.close()
  })
  const askFor = async (email: string) => {
    const answer = await fetch(`${running.url}/app/sign-in?/send`, {
      method: 'POST',
      body: new URLSearchParams({ email }),
      headers: { origin: running.url, accept: 'text/html', 'accept-language': 'en' },
    })
    return answer.text()
  }
  const onItsWay = (email: string) => m.people_sign_in_sent({ email }, { locale: 'en' })

  test('is told the truth kindly while mail is away, the same whether or not she has an account', async () => {
    expect(await askFor('ines@example.org')).toContain(onItsWay('ines@example.org'))
    await eventually(() => lasting.taken.length === 1, { what: 'the code' })
    await lasting.close()
    running.clock.set('2026-11-20T09:05:00Z')
    const [hers, strangers] = [await askFor('ines@example.org'), await askFor('nobody@example.org')]
    for (const page of [hers, strangers]) {
      expect(page).toContain(m.people_sign_in_mail_away({}, { locale: 'en' }))
      expect(page).not.toContain('are on their way')
    }
    expect(hers.replaceAll('ines@', 'nobody@').length).toBe(strangers.length)
  })

  test('comes in by a new code once mail is there again, and the operator’s page says how it stood', async () => {
    const operators = async () =>
      (await fetch(`${running.url}/app/operator`, { headers: { cookie, 'accept-language': 'en' } })).text()
    expect(await operators()).toContain(m.operate_trouble_away({}, { locale: 'en' }))
    await lasting.open()
    running.clock.set('2026-11-20T09:10:00Z')
    expect(await askFor('ines@example.org')).toContain(onItsWay('ines@example.org'))
    await eventually(() => lasting.taken.length === 2, { what: 'a new code' })
    await eventually(
      async () => !(await operators()).includes(m.operate_trouble_away({}, { locale: 'en' })),
      {
        what: 'an operator’s page without that word',
      },
    )
  })
})
