import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countWaiting, queueMessages } from '#capabilities/people/data/messages.server.ts'
import { m } from '#messages'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { holdDatabase } from '#platform/database/sole-site.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { openCheckin } from '../rehearsal/open-checkin.ts'
import { type Outage, openOutage } from '../rehearsal/outage.ts'
import { foundFirst, type Organised } from '../rehearsal/people-on-site.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

// Seen to fail, in the built pages: with the error thrown on from the hooks, and without the look at the database while a
// page waits. The rest is in mutations.

let fresh: FreshDatabase
let outage: Outage
let running: RunningSite
let first: Organised
let checkin: Awaited<ReturnType<typeof openCheckin>>
let cookie: string
beforeAll(async () => {
  fresh = await freshDatabase()
  outage = await openOutage(fresh)
  running = await runSite({
    now: '2026-11-20T09:00:00Z',
    database: { address: externalAddress(outage.url) },
  })
  first = await foundFirst(running, 'Alder Bridge')
  cookie = first.founderEnters
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  checkin = await openCheckin(running, { slug: 'cedar-court' })
  // Nobody has opened a support page yet; what a start reads is all that there is.
  await running.stop()
  await running.start()
})
afterAll(async () => {
  await running?.end()
  await outage?.end()
  await fresh?.drop()
})

const ask = (path: string, init: RequestInit & { language?: string } = {}) => {
  const { language = 'en', headers, ...rest } = init
  return fetch(running.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', 'accept-language': language, cookie, ...headers },
    ...rest,
  })
}
const health = async () => (await fetch(`${running.url}/healthz`)).status
const during = async <T>(work: () => Promise<T>): Promise<T> => {
  await outage.goAway()
  try {
    return await work()
  } finally {
    await outage.comeBack()
    await eventually(async () => (await health()) === 200, { what: 'the database again' })
  }
}

test('while the database is away every page waits calmly, in the reader’s language and with the way to help', async () => {
  const home = `/app/${first.slug}`
  await during(async () => {
    for (const language of ['en', 'es', 'fr', 'ar'] as const) {
      const answer = await ask(home, { language })
      const page = await answer.text()
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
      expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
      for (const words of [m.people_error_away, m.error_support, m.ui_support])
        expect(page).toContain(words({}, { locale: language }))
      expect(page).toContain('href="/support"')
      expect(page).not.toMatch(/<script|incident|ECONN|postgres/i)
      // Whoever was signed in stays so.
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    for (const path of ['/app', '/app/sign-in', '/support/nobody-knows', '/app/operator']) {
      const answer = await ask(path)
      const page = await answer.text()
      expect([path, answer.status]).toEqual([path, 503])
      expect(page).toContain(m.people_error_away({}, { locale: 'en' }))
      expect(page).toContain(m.error_support({}, { locale: 'en' }))
    }
  })
  expect((await ask(home)).status).toBe(200)
})

test('the way to help works all the while: every page of it, with every number', async () => {
  const before = await Promise.all(['/support', `/support/${first.slug}`].map(read))
  expect(before[1]).toContain('href="tel:')
  await during(async () => {
    for (const [index, path] of ['/support', `/support/${first.slug}`, '/support/cedar-court'].entries()) {
      const answer = await ask(path)
      const page = await answer.text()
      expect([path, answer.status]).toEqual([path, 200])
      if (before[index]) expect(visible(page)).toBe(visible(before[index]))
    }
  })
})
const read = async (path: string) => (await ask(path)).text()
const visible = (page: string) => page.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('a form that is sent meanwhile is told the same, and so is a page that asks for data', async () => {
  await during(async () => {
    const form = await ask('/app/commons?/send', {
      method: 'POST',
      body: new URLSearchParams({ email: 'ana@example.org' }),
      headers: { origin: running.url },
    })
    expect(form.status).toBe(503)
    expect(await form.text()).toContain(m.people_error_away({}, { locale: 'en' }))
    const data = await ask(`/app/${first.slug}/__data.json`, { headers: { accept: 'application/json' } })
    expect(await data.text()).toContain(m.people_error_away({}, { locale: 'en' }))
  })
})

test('a connection that ends between two questions of one piece of work ends that work, and not the process', async () => {
  const { database } = running.site.composition
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  try {
    const work = database.inSite(async (tx) => {
      await sql`select 1`.execute(tx)
      await outage.goAway()
      await eventually(async () => (await health()) === 503, { what: 'a database that is away' })
      await sql`select 1`.execute(tx)
    })
    await expect(work).rejects.toThrow()
    expect(uncaught).toEqual([])
  } finally {
    process.off('uncaughtException', note)
    await outage.comeBack()
  }
  await eventually(async () => (await health()) === 200, { what: 'the database again' })
})

test('the address for machines says so, and answers to check-ins are taken all the while', async () => {
  const [before, meanwhile, after] = [
    checkin.ballots.slice(0, 3),
    checkin.ballots.slice(3, 6),
    checkin.ballots.slice(6),
  ]
  expect(await checkin.send(before)).toEqual(before.map(() => 'received'))
  await during(async () => {
    expect(await health()).toBe(503)
    expect(await checkin.send([...meanwhile, ...before])).toEqual(
      [...meanwhile, ...before].map(() => 'received'),
    )
  })
  expect(await checkin.send(after)).toEqual(after.map(() => 'received'))
})

test('what waited is done afterwards, the database is still kept for this one site, and every answer counts', async () => {
  const { founder } = first
  const { database, jobs } = running.site.composition
  await database.inOrganisation(founder.organisation.id, (tx) =>
    queueMessages(tx, {
      organisation: founder.organisation.id,
      kind: 'nobody-writes-this',
      to: [{ member: founder.member.id, about: crypto.randomUUID() }],
      at: running.clock.now(),
    }),
  )
  await during(async () => {
    await expect(jobs.send('send-messages', {})).rejects.toThrow()
  })
  await jobs.send('send-messages', {})
  await eventually(
    async () => (await database.inOrganisation(founder.organisation.id, countWaiting)).waiting === 0,
    { what: 'the work that waited' },
  )
  // The site looks every half second whether it can take its lock again.
  await eventually(isKept, { what: 'the database kept for this one site' })
  expect(await checkin.close()).toBe(9)
})

const isKept = () =>
  holdDatabase({ address: externalAddress(fresh.url), log: silentLog, lost: () => {} }).then(
    (held) => held.release().then(() => false),
    (error: Error) => error.message.startsWith('Another Kith already runs on this database'),
  )

test('where the network swallows everything, nobody waits for ever, and nothing hangs afterwards', async () => {
  outage.swallow()
  try {
    const asked = ask(`/app/${first.slug}`)
    expect(await health()).toBe(503)
    expect((await sendNothing()).status).toBe(400)
    const answer = await asked
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain(m.people_error_away({}, { locale: 'en' }))
  } finally {
    await outage.comeBack()
  }
  await eventually(async () => (await health()) === 200, { what: 'the database again' })
  expect((await ask(`/app/${first.slug}`)).status).toBe(200)
  expect(running.incidents.filter((words) => /a page failed|before a page/.test(words))).toEqual([])
})

const sendNothing = () => fetch(`${running.url}/a/ballots`, { method: 'POST', body: 'x' })
