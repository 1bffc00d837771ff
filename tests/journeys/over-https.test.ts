import type { Browser, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findActor } from '#capabilities/people/index.server.ts'
import { type Authority, askSecurely, makeAuthority, pairFolder } from '../rehearsal/authority.ts'
import { openBrowser, phone, picture, type Visitor, visitor } from '../rehearsal/browser.ts'
import {
  announceOn,
  bringIn,
  joinAs,
  type Organised,
  passTo,
  staffList,
} from '../rehearsal/people-on-site.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { fillSupport } from '../rehearsal/support.ts'
import { times } from '../rehearsal/wave.ts'

// A hospital’s own name and its own certificate authority, and ballots under a second name. One errand, told in order.

const names = { pages: 'kith.hospital.test', ballots: 'ballots.hospital.test' }
let authority: Authority
let folder: ReturnType<typeof pairFolder>
let running: RunningSite
let browser: Browser
const people: Partial<Record<'ines' | 'nurse', Visitor>> = {}

beforeAll(async () => {
  authority = await makeAuthority()
  folder = pairFolder(await authority.issue(Object.values(names)))
  running = await runSite({
    now: times.before,
    reachedAt: { pages: `https://${names.pages}`, ballots: `https://${names.ballots}` },
    settings: { TLS_CERT: folder.files.certFile, TLS_KEY: folder.files.keyFile },
  })
  browser = await openBrowser([
    '--host-resolver-rules=MAP *.hospital.test 127.0.0.1',
    `--ignore-certificate-errors-spki-list=${authority.spki}`,
  ])
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const [name, { page }] of Object.entries(people)) await picture(page, `failed-${name}`)
  expect(running.incidents).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
  folder?.remove()
})

const somebody = async (name: keyof typeof people, cookies?: Headers): Promise<Visitor> => {
  const who = await visitor(browser, { running, size: phone, ...(cookies ? { cookies } : {}) })
  people[name] = who
  return who
}
const press = ({ page }: Visitor, name: string) => page.getByRole('button', { name, exact: true }).click()
const reads = ({ page }: Visitor, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()
const ask = (path: string, headers?: Record<string, string>) =>
  askSecurely({ authority, url: running.url + path, ...(headers ? { headers } : {}) })

test('the operator sets the site up, adds a passkey, and comes back with it', async () => {
  const ines = await somebody('ines')
  const { page, context } = ines
  const device = await context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  await page.goto(running.site.setUpLink ?? '')
  await page.getByLabel('Its name, as people there say it').fill('Alder Bridge')
  await page.getByLabel('Time zone').selectOption('Europe/Lisbon')
  await page.locator('main').getByLabel('Language', { exact: true }).selectOption('en')
  await page.getByRole('radio', { name: /^The employer/ }).check()
  await page.getByLabel('Your name').fill('Ines Duarte')
  await page.getByLabel('Your e-mail').fill('ines@alderbridge.example')
  await press(ines, 'Go on to people')
  await page.waitForURL('**/account?welcome=first')
  await page.getByLabel('What to call this device').fill('my phone')
  await press(ines, 'Add a passkey')
  await page.waitForURL('**/people/import?first=yes')
  await page.goto('/app/alder-bridge/account')
  await press(ines, 'Sign out')
  await page.waitForURL(`${running.url}/`)
  await page.goto('/app/sign-in')
  await press(ines, 'Use a passkey')
  await page.waitForURL('**/app/alder-bridge')
})

test('every cookie travels encrypted only, and only to pages of somebody who is signed in', async () => {
  const cookies = (await people.ines?.context.cookies()) ?? []
  expect(cookies.length).toBeGreaterThan(0)
  for (const { name, secure, httpOnly, path } of cookies)
    expect({ name, secure, httpOnly, path }).toEqual({ name, secure: true, httpOnly: true, path: '/app' })
})

test('one answers over the second name, which learns nothing else about her', async () => {
  const { composition } = running.site
  const { rows } = await composition.database.sitePool.query<{ id: string }>('select id from site."user"')
  const founder = await findActor(composition, { userId: rows[0]?.id ?? '', slug: 'alder-bridge' })
  if (!founder) throw new Error('The founder is not in her organisation.')
  await fillSupport(composition.database, {
    organisation: founder.organisation.id,
    checkedBy: founder.member.id,
  })
  const clinic: Organised = { slug: 'alder-bridge', founder, founderEnters: new Headers() }
  await bringIn(running, { to: clinic, list: staffList({ Surgery: 9 }) })
  const sessions = await joinAs(running, { to: clinic, names: ['Surgery 1'] })
  const wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })

  const nurse = await somebody('nurse', sessions.get('Surgery 1'))
  const { page, context } = nurse
  const sent: Request[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/a/') && request.method() === 'POST') sent.push(request)
  })
  await page.goto('/app/alder-bridge')
  await page.getByRole('link', { name: 'Answer now' }).click()
  for (const step of [1, 2, 3]) {
    await reads(nurse, `Question ${step} of 3`)
    await page.getByText('Agree', { exact: true }).click()
    await press(nurse, 'Next')
  }
  await press(nurse, 'Send')
  await press(nurse, 'Send it now instead')
  await reads(nurse, 'Your answers were received.')
  expect(sent.map((request) => request.url())).toEqual([`${running.anonymousUrl}/a/ballots`])
  const headers = (await sent[0]?.allHeaders()) ?? {}
  expect(
    Object.keys(headers).filter((name) => ['cookie', 'referer', 'authorization'].includes(name)),
  ).toEqual([])
})

test('browsers are told to come encrypted only, by every kind of answer', async () => {
  for (const path of ['/', '/support', '/favicon.svg', '/app/sign-in', '/healthz', '/a/ballots']) {
    const { headers } = await ask(path)
    expect(headers['strict-transport-security'], path).toBe('max-age=31536000')
  }
  const ballots = await askSecurely({ authority, url: `${running.anonymousUrl}/a/ballots` })
  expect(ballots.headers['strict-transport-security']).toBe('max-age=31536000')
})

test('the second name serves ballots alone, and any other name leads to the first', async () => {
  const elsewhere = await askSecurely({ authority, url: `${running.anonymousUrl}/support` })
  expect(elsewhere.status).toBe(404)
  const asked = await ask('/support', { host: '10.0.0.1:8443' })
  expect([asked.status, asked.headers.location]).toEqual([307, `${running.url}/support`])
  expect(asked.headers['strict-transport-security']).toBeUndefined()
})

test('a renewed certificate is served without a restart, and a broken one never', async () => {
  const { serial } = await ask('/healthz')
  const renewed = await authority.issue(Object.values(names))
  folder.put({ cert: renewed.cert })
  await eventually(() => running.incidents.splice(0).find((words) => words.includes('old one still is')), {
    what: 'a line in the log about a pair that does not fit',
  })
  expect((await ask('/healthz')).serial).toBe(serial)
  folder.put({ key: renewed.key })
  await eventually(async () => (await ask('/healthz')).serial === renewed.serial, {
    what: 'the renewed certificate',
  })
  await people.ines?.page.goto('/app/alder-bridge')
  await people.ines?.page.getByRole('heading', { level: 1 }).waitFor()
})

test('on the whole way no browser complained about anything', () => {
  for (const { complaints } of Object.values(people)) expect(complaints).toEqual([])
})
