import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { takeSeat } from '#capabilities/rooms/index.server.ts'
import { objectionsOf } from '../rehearsal/axe.ts'
import {
  desk,
  openBrowser,
  phone,
  picture,
  press,
  reads,
  type Visitor,
  visitor,
} from '../rehearsal/browser.ts'
import { foundFirst, type Organised } from '../rehearsal/people-on-site.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Somebody who has never led a session plans one, practises it, and leads it from a phone.

let running: RunningSite
let browser: Browser
let clinic: Organised
let ines: Visitor
/** The same person, on a phone without scripts. */
let plain: Visitor
let code = ''
let room = ''

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
  clinic = await foundFirst(running, 'Alder Bridge')
  ines = await visitor(browser, { running, size: phone, cookies: clinic.founderEnters })
  plain = await visitor(browser, { running, size: phone, hasScripts: false, cookies: clinic.founderEnters })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const [name, { page }] of Object.entries({ ines, plain })) await picture(page, `failed-${name}`)
  expect(running.incidents).toEqual([])
})

/** What axe objects to at both sizes, with a picture of each in both looks. */
const lookAt = async ({ page }: Visitor, name: string) => {
  const objections: string[] = []
  for (const [width, size] of Object.entries({ phone, desk }))
    for (const look of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: look })
      // At its end nothing of a page lies under what sticks to the foot of the screen.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      objections.push(...(await objectionsOf(page, look === 'light')).map((words) => `${width}: ${words}`))
      await picture(page, `${name}-${width}-${look}`)
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wider > 0) objections.push(`${width}: wider than the screen by ${wider}`)
    }
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'light' })
  return objections
}

test('a session is planned, changed and opened without any script', { timeout: 180_000 }, async () => {
  const { page } = plain
  await page.goto(`/app/${clinic.slug}/rooms`)
  await page.getByRole('link', { name: 'Plan a session' }).click()
  await page.getByLabel('What it is called').fill('Thursday with the night team')
  await press(page, 'Plan this session')
  await page.waitForURL(/rooms\/[0-9a-f-]{36}$/)
  room = page.url().split('/').at(-1) ?? ''
  await page.getByLabel('How many people do you expect?').fill('5')
  await press(page, 'Work out the time')
  await reads(page, '1 h 44 min in all, with 5 people.')
  const welcome = page.locator('#part-1')
  await welcome.getByText('Change “Welcome”').click()
  await welcome.getByLabel('Welcome', { exact: true }).fill('3')
  await welcome.getByRole('button', { name: 'Keep these changes' }).click()
  await reads(page, '1 h 42 min in all, with 5 people.')
  await page
    .locator('#part-2')
    .getByRole('button', { name: /^Later/ })
    .click()
  await expect
    .poll(() => page.locator('.plan-part h3').allInnerTexts())
    .toEqual([
      '1. Welcome',
      '2. Wise Crowds in a small group',
      '3. How are you here?',
      '4. Debrief',
      '5. Closing',
    ])
  await page
    .locator('#part-2')
    .getByRole('button', { name: /^Earlier/ })
    .click()
  await press(page, 'Open the room')
  await reads(page, 'open now')
  code = (await page.locator('.hand-code').innerText()).trim()
  expect(code).not.toBe('')
})

test('every page of planning can be read by everybody, on a phone and on a desk', {
  timeout: 240_000,
}, async () => {
  const at = `/app/${clinic.slug}/rooms`
  for (const [name, path] of Object.entries({
    list: at,
    new: `${at}/new`,
    open: `${at}/${room}`,
    sheet: `${at}/${room}/sheet`,
  })) {
    await ines.page.goto(path)
    await ines.settled()
    expect({ name, objections: await lookAt(ines, `rooms-${name}`) }).toEqual({ name, objections: [] })
  }
  await ines.page.goto(`${at}/new`)
  await press(ines.page, 'Plan this session')
  await ines.page.waitForURL(/rooms\/[0-9a-f-]{36}$/)
  await ines.page.getByText('Change “Wise Crowds in a small group”').click()
  expect(await lookAt(ines, 'rooms-compose')).toEqual([])
  expect(ines.complaints).toEqual([])
})

test('it is practised with people who are made up, and nothing of it leaves the browser', {
  timeout: 120_000,
}, async () => {
  const { page } = ines
  await page.goto(`/app/${clinic.slug}/rooms/${room}/practise`)
  await reads(page, 'Not begun yet')
  const sent: string[] = []
  page.on('request', (request) => void sent.push(request.url()))
  await press(page, '60 times faster')
  await page.getByRole('button', { name: /^Begin/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()
  await page.locator('.host-bar button:not([aria-disabled="true"])').click()
  await page.getByRole('heading', { level: 1, name: /Chat round/ }).waitFor()
  await page.locator('.host-bar button:not([aria-disabled="true"])').click()
  await reads(page, 'Group 2')
  expect(await lookAt(ines, 'rooms-practise')).toEqual([])
  expect(sent).toEqual([])
})

test('it is led from a phone: begin, a hand, groups, undo, and the end of the session', {
  timeout: 240_000,
}, async () => {
  const { rooms } = running.site.composition
  for (const name of ['Amina', 'Ben', 'Carmen', 'Dara', 'Emil', 'Fatou', 'Gil', 'Hana']) {
    const taken = await takeSeat({ rooms }, { code, name, profession: '', address: '10.0.0.1' })
    expect(taken.ok).toBe(true)
  }
  const { page } = ines
  await page.goto(`/app/${clinic.slug}/rooms/${room}`)
  await press(page, 'Go to your desk')
  await page.waitForURL(/\/desk$/)
  await reads(page, '9 people are here.')
  expect(await lookAt(ines, 'desk-waiting')).toEqual([])
  const go = page.locator('.host-bar button:not([aria-disabled="true"])')
  await page.getByRole('button', { name: /^Begin/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()
  await go.click()
  await page.getByRole('heading', { level: 1, name: /Chat round/ }).waitFor()
  await page.getByRole('button', { name: 'Undo the last step' }).click()
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()
  await go.click()
  await page.getByRole('heading', { level: 1, name: /Chat round/ }).waitFor()
  await go.click()
  await page.getByRole('heading', { level: 1, name: 'Ask' }).waitFor()
  await reads(page, 'Group 2')
  await page.getByLabel('Tell everybody, in every group').fill('Two minutes each, and nobody interrupts.')
  await press(page, 'Tell everybody')
  await reads(page, 'Last told:')
  await press(page, 'Pause')
  await reads(page, 'Paused. Time waits.')
  expect(await lookAt(ines, 'desk-groups')).toEqual([])
})

test('two hosts who press at once make one step, and the second is told so calmly', {
  timeout: 120_000,
}, async () => {
  const { page } = ines
  const other = await ines.context.newPage()
  // Her second screen hears nothing for a while, and shows the step that was.
  await other.route('**/stream', (route) => route.abort())
  await other.goto(page.url())
  await other.getByRole('heading', { level: 1, name: 'Ask' }).waitFor()
  await page.locator('.host-bar button:not([aria-disabled="true"])').click()
  await page.getByRole('heading', { level: 1, name: 'Ask' }).waitFor({ state: 'detached' })
  const now = await page.getByRole('heading', { level: 1 }).innerText()
  await other.locator('.host-bar button:not([aria-disabled="true"])').click()
  await reads(other, /no step was skipped/)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(now)
  await other.close()
})

test('the session is closed only after it was asked once more', { timeout: 120_000 }, async () => {
  const { page } = ines
  await page.getByText('End the session early').click()
  await reads(page, 'The session ends for everybody. This cannot be undone.')
  await press(page, 'Yes, close it')
  await page.getByRole('heading', { level: 1, name: 'The session is over' }).waitFor()
  expect(await page.locator('.host-bar').count()).toBe(0)
  expect(await lookAt(ines, 'desk-over')).toEqual([])
})
