import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, phone, picture, type Visitor, visitor } from '../rehearsal/browser.ts'
import {
  announceOn,
  bringIn,
  foundFirst,
  joinAs,
  type Organised,
  passTo,
  staffList,
} from '../rehearsal/people-on-site.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// A site under a name of its own, without a certificate: browsers give it neither passkeys nor the means to seal.

const notice = 'This page came without a secure connection.'
let running: RunningSite
let browser: Browser
let clinic: Organised
let nurse: Visitor
let ines: Visitor
let wave: string

beforeAll(async () => {
  running = await runSite({ now: times.before, reachedAt: { pages: 'http://kith.hospital.test' } })
  browser = await openBrowser(['--host-resolver-rules=MAP *.hospital.test 127.0.0.1'])
})
afterEach(() => expect(running.incidents).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

/** The same site as it was while its address was still secure: people joined then. */
const whileSecure = (): RunningSite => {
  const { composition } = running.site
  const settings = { ...composition.settings, isAddressSecure: true }
  return { ...running, site: { ...running.site, composition: { ...composition, settings } } }
}
const shows = ({ page }: Visitor, words: string) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

test('every page says so, with scripts and without, and setting up says what to do', async () => {
  for (const hasScripts of [true, false]) {
    const somebody = await visitor(browser, { running, size: phone, hasScripts })
    for (const path of ['/', '/support', '/answer', '/app/sign-in', '/app/join', '/app/nothing-here']) {
      await somebody.page.goto(path)
      expect(await somebody.page.getByText(notice).count(), path).toBe(1)
    }
    await somebody.page.goto(running.site.setUpLink ?? '')
    await shows(somebody, 'Nobody can be invited yet')
    await picture(somebody.page, `insecure-set-up-${hasScripts}`)
    await somebody.context.close()
  }
})

test('nobody can be invited: where the buttons would be, it says what to do', async () => {
  clinic = await foundFirst(running, 'Alder Bridge')
  await bringIn(running, { to: clinic, list: staffList({ Surgery: 9 }) })
  ines = await visitor(browser, { running, size: desk, cookies: clinic.founderEnters })
  const { page } = ines
  for (const path of ['people/invitations', 'people/invitations/print']) {
    await page.goto(`/app/${clinic.slug}/${path}`)
    await shows(ines, 'set PUBLIC_URL to an address that begins with https')
    expect(await page.locator('main form').count()).toBe(0)
  }
  await picture(page, 'insecure-invitations')
  await page.goto(`/app/${clinic.slug}/people/invitations`)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.evaluate(() => {
    const form = Object.assign(document.createElement('form'), { method: 'post' })
    form.append(Object.assign(document.createElement('input'), { name: 'way', value: 'printed' }))
    document.body.append(form)
    form.submit()
  })
  expect((await answered).status()).toBe(409)
  await shows(ines, 'set PUBLIC_URL to an address that begins with https')
})

test('no passkey is offered where none could be made or used', async () => {
  const { page } = ines
  await page.goto(`/app/${clinic.slug}/account`)
  await shows(ines, 'Passkeys need a secure connection')
  expect(await page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await picture(page, 'insecure-account')
  const stranger = await visitor(browser, { running, size: phone })
  await stranger.page.goto('/app/sign-in')
  await stranger.page.waitForLoadState('networkidle')
  expect(await stranger.page.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0)
  await picture(stranger.page, 'insecure-sign-in')
})

test('whoever is asked a check-in sees why it cannot be answered here, and no question', async () => {
  const sessions = await joinAs(whileSecure(), { to: clinic, names: ['Surgery 1'] })
  wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
  const cookies = sessions.get('Surgery 1')
  nurse = await visitor(browser, { running, size: phone, ...(cookies ? { cookies } : {}) })
  const { page } = nurse
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') asked += 1
  })
  await page.goto(`/app/${clinic.slug}`)
  await shows(nurse, 'Answering needs a secure connection.')
  expect(await page.getByRole('link', { name: 'Answer now' }).count()).toBe(0)
  await picture(page, 'insecure-home')
  await page.goto(`/answer#${clinic.founder.organisation.id}/${wave}`)
  await shows(nurse, 'This page cannot keep your answers secret.')
  expect(await page.getByRole('radio').count()).toBe(0)
  await picture(page, 'insecure-answer')
  expect(asked).toBe(0)
})
