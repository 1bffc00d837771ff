import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptInvitation,
  inviteMembers,
  keepProvider,
  listSlips,
  readTypedCode,
  turnProviderOn,
} from '#capabilities/people/index.server.ts'
import { openBrowser, phone, picture, visitor } from '../rehearsal/browser.ts'
import { type RealProvider, startProvider } from '../rehearsal/real-provider.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'

// An employer runs the identity provider and can come in as anybody. Here it does, as a wellbeing lead who is also
// administrator and operator, and tries to get at what is hers.

let running: RunningSite
let provider: RealProvider
let clinic: WholeClinic
let browser: Browser
const button = 'Come in with your hospital account'

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  clinic = await furnishClinic(running)
  browser = await openBrowser()
  provider = await startProvider({ redirectUri: () => `${running.url}/app/sign-in/provider/back` })
  const { composition } = running.site
  const { userId } = clinic.founder
  const { issuer, clientId, clientSecret } = provider
  const form = { issuer, clientId, clientSecret, buttonName: button }
  expect(await keepProvider(composition, { userId, form })).toMatchObject({ ok: true })
  expect(await turnProviderOn(composition, { userId, form: { on: 'yes' } })).toMatchObject({ ok: true })
  provider.people.set('ines', { email: 'ines@example.org', email_verified: true })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await provider?.stop()
  await running?.end()
})

const cookiesIn = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
const ask = (path: string, cookie: string, more: RequestInit = {}) =>
  fetch(running.url + path, {
    redirect: 'manual',
    ...more,
    headers: { origin: running.url, accept: 'text/html', cookie, ...more.headers },
  })

/** Signs in at the provider as a browser without scripts does. @returns the last answer and its cookies. */
const comeIn = async (subject = 'ines', next = `/app/${clinic.slug}`) => {
  const begun = await ask(`/app/sign-in/provider?next=${encodeURIComponent(next)}`, '')
  const attempt = cookiesIn(begun).join('; ')
  const back = await provider.signInThere(begun.headers.get('location') ?? '', subject)
  const answer = await ask(back.pathname + back.search, attempt)
  const session = cookiesIn(answer).find((pair) => pair.includes('session_token')) ?? ''
  return { begun, back, attempt, answer, session }
}
const json = (body: unknown) => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', accept: 'application/json' },
})
const form = (body: string) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

test('the way there and back needs no scripts, and its cookies stay on /app', async () => {
  const page = await (await ask('/app/sign-in', '')).text()
  expect(page).toContain(button)
  const { begun, answer, session } = await comeIn()
  expect(begun.headers.getSetCookie().join()).toMatch(
    /kith\.provider=[^;]+; .*Path=\/app; HttpOnly; SameSite=Lax/,
  )
  expect(answer.headers.get('location')).toBe(`/app/${clinic.slug}`)
  for (const line of answer.headers.getSetCookie()) expect(line).toMatch(/Path=\/app(;|$)/)
  expect((await ask(`/app/${clinic.slug}`, session)).status).toBe(200)
})

test('on a provider’s word there is no ticket', async () => {
  const { session } = await comeIn()
  const path = `/app/${clinic.slug}/check-ins/${clinic.waves.open}/ticket`
  const asked = json({ table: 'reporting-groups', blinded: 'AAAA' })
  const answer = await ask(path, session, asked)
  expect([answer.status, await answer.json()]).toEqual([403, { code: 'checkins/own-passkey-first' }])
})

test('on a provider’s word no passkey is added, changed or removed', async () => {
  const { session } = await comeIn()
  for (const [path, more] of [
    ['/app/auth/passkey/generate-register-options', {}],
    ['/app/auth/passkey/verify-registration', json({ response: {}, createSession: true })],
  ] as const)
    expect((await ask(path, session, more)).status, path).toBe(403)
  const removed = await ask(`/app/${clinic.slug}/account?/remove`, session, form(`id=${crypto.randomUUID()}`))
  expect(removed.headers.get('location')).toMatch(/^\/app\/sign-in\/passkey/)
})

test('on a provider’s word no key of a history is given', async () => {
  const { session } = await comeIn()
  expect((await ask(`/app/${clinic.slug}/myself/key`, session, json({}))).status).toBe(403)
})

test('on a provider’s word roles rest, the site is not run, and nothing held is taken away', async () => {
  const { session } = await comeIn()
  const here = `/app/${clinic.slug}`
  for (const path of [`${here}/people`, `${here}/audit`, `${here}/check-ins/plan`])
    expect((await ask(path, session)).status, path).toBe(404)
  for (const path of [
    '/app/operator',
    '/app/operator/sign-in',
    '/app/data',
    '/app/data/export',
    `${here}/data`,
  ])
    expect((await ask(path, session)).headers.get('location'), path).toMatch(
      /^\/app\/sign-in\/passkey\?next=/,
    )
  const off = await ask('/app/operator/sign-in?/turn', session, form('on=no'))
  expect(off.headers.get('location')).toMatch(/^\/app\/sign-in\/passkey/)
  expect(await (await ask('/app/sign-in', '')).text()).toContain(button)
})

test('an invitation that is accepted on a provider’s word begins a session that is no more than that', async () => {
  const { composition } = running.site
  const actor = clinic.founder
  await inviteMembers(composition, { actor, form: { way: 'printed' } })
  const slips = await listSlips(composition, { actor, page: 1 })
  const slip = slips.ok ? slips.value.slips[0] : undefined
  const read = readTypedCode({ code: slip?.code ?? '' })
  if (!read.ok) throw new Error('Nobody has a printed code.')
  const joined = await acceptInvitation(composition, {
    held: read.value.code,
    address: '',
    userId: undefined,
    isByProvider: true,
  })
  if (!joined.ok) throw new Error(joined.refusal.code)
  const cookie = joined.value.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  expect((await ask('/app/auth/passkey/generate-register-options', cookie)).status).toBe(403)
})

test('who comes back with an answer twice, or in another browser, is told so on the sign-in page', async () => {
  const { back, answer } = await comeIn()
  expect(answer.headers.getSetCookie().join()).toMatch(/kith\.provider=;/)
  const again = await ask(back.pathname + back.search, '')
  expect(again.headers.get('location')).toBe('/app/sign-in?refused=people%2Fprovider-answer-late')
  const said = await (await ask(again.headers.get('location') ?? '', '')).text()
  expect(said).toContain('This sign-in took too long, was begun in another browser, or was already used.')
})

test('with her own passkey she has everything again, in the session that follows', async () => {
  const ines = await visitor(browser, { running, cookies: clinic.founderEnters, size: phone })
  const device = await ines.context.newCDPSession(ines.page)
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
  const { page } = ines
  await page.goto(`/app/${clinic.slug}/account`)
  await page.getByLabel('What to call this device').fill('my phone')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.locator('.what', { hasText: 'my phone' }).waitFor()
  await page.goto('/app/operator/sign-in')
  await picture(page, 'operator-sign-in')
  await page.goto(`/app/${clinic.slug}/account`)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(`${running.url}/`)

  await page.goto(`/app/sign-in?next=/app/${clinic.slug}`)
  await picture(page, 'sign-in-with-provider')
  await page.context().setExtraHTTPHeaders({ 'x-subject': 'ines' })
  await page.getByRole('link', { name: button }).click()
  await page.waitForURL(({ pathname }) => pathname === `/app/${clinic.slug}`)
  await page.getByText('nothing can be answered yet').waitFor()
  await picture(page, 'home-by-provider')
  await page.getByRole('link', { name: 'Confirm with your passkey' }).click()
  await page.getByRole('heading', { name: 'Confirm with your passkey' }).waitFor()
  await picture(page, 'own-passkey')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(({ pathname }) => pathname === `/app/${clinic.slug}`)
  expect(await page.getByText('nothing can be answered yet').count()).toBe(0)
  expect((await page.goto(`/app/${clinic.slug}/people`))?.status()).toBe(200)
  expect((await page.goto('/app/operator/sign-in'))?.status()).toBe(200)
  await ines.context.close()
})
