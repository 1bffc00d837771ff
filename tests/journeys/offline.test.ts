import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, phone, picture, type Visitor, visitor } from '../rehearsal/browser.ts'
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

// Answering where there is no network: cellars, night shifts, weeks abroad. Each test is another person.

let running: RunningSite
let browser: Browser
let clinic: Organised
let sessions: Map<string, Headers>
let open: Visitor[] = []
const names = Array.from({ length: 9 }, (_, at) => `Surgery ${at + 1}`)

beforeAll(async () => {
  running = await runSite({ now: times.before })
  browser = await openBrowser()
  clinic = await foundFirst(running, 'Alder Bridge')
  await bringIn(running, { to: clinic, list: staffList({ Surgery: 9 }) })
  sessions = await joinAs(running, { to: clinic, names })
  const wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { page } of open) await picture(page, `failed-${task.name}`)
  for (const { context } of open) await context.close()
  open = []
  expect(running.incidents).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const home = () => `/app/${clinic.slug}`
const somebody = async (number: number): Promise<Visitor> => {
  const cookies = sessions.get(`Surgery ${number}`)
  if (!cookies) throw new Error('Nobody of that number has joined.')
  const who = await visitor(browser, { running, size: phone, cookies })
  open.push(who)
  return who
}
const reads = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** Until the worker has kept its copies, which it does once, after the first visit. */
const isKept = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')

/** Opens her home page once, as everybody does who was sent a message. */
const visitOnce = async ({ page }: Visitor): Promise<void> => {
  await page.goto(home())
  await page.getByRole('link', { name: 'Answer now' }).waitFor()
  await page.getByText('One moment, this device').waitFor({ state: 'hidden' })
  await expect.poll(() => isKept(page)).toBe(true)
}
const withoutNetwork = (context: BrowserContext) => context.setOffline(true)
const skipThrough = async (page: Page): Promise<void> => {
  for (const step of [2, 3]) {
    await page.getByText(`Question ${step} of 3`).first().waitFor()
    await press(page, 'Skip this one')
  }
}

test('a check-in is opened and answered with no network, from a browser that was closed, and is sent once', async () => {
  const who = await somebody(1)
  await visitOnce(who)
  await who.page.close()
  await withoutNetwork(who.context)

  const page = await who.context.newPage()
  await page.goto(home())
  await reads(page, 'There is no network right now.')
  await page.getByRole('link', { name: 'November' }).click()
  await page.getByText('Agree', { exact: true }).click()
  await expect.poll(() => page.locator('input:checked').count()).toBe(1)
  await page.reload()
  await reads(page, 'Question 1 of 3')
  expect(await page.locator('input:checked').count()).toBe(1)
  await press(page, 'Next')
  await skipThrough(page)
  await press(page, 'Send')
  await reads(page, /^Your answers leave this device before /)
})
