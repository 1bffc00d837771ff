import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WaveId } from '#kernel/ids.ts'
import { desk, phone, picture, press, reads } from '../rehearsal/browser.ts'
import { firstGroupOf, openForge } from '../rehearsal/forge.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { passTo } from '../rehearsal/people-on-site.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import { eventually } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// A check-in that is also shown by profession has several tickets and ballots for each person. Here they are carried to a
// phone, lost half-way, and sent by two tabs, in real browsers.

const questions = 3
/** One with all answers, and one for each question by profession. */
const ballots = 1 + questions

let clinic: OpenClinic
beforeAll(async () => {
  clinic = await openClinic({
    staff: 16,
    joined: 3,
    professions: ['Nurse', 'Doctor'],
    form: { furtherTables: ['profession'] },
  })
})
afterEach(async ({ task }) => {
  await clinic?.everybodyLeaves(task.result?.state === 'fail' ? task.name : undefined)
})
afterAll(() => clinic?.end())

const inPool = () =>
  clinic.running.site.composition.checkins.registry.wave(clinic.wave as WaveId)?.pool.count ?? 0
const ticketsGiven = () =>
  clinic.running.site.composition.database.inOrganisation(clinic.founder.organisation.id, async (tx) => {
    const { rows } = await sql<{ given: number }>`select count(*)::int as given from org.issuance`.execute(tx)
    return rows[0]?.given
  })
const become = (count: number) =>
  eventually(async () => inPool() === count, { what: `${count} ballots in the pool` }).catch(() =>
    expect(inPool()).toBe(count),
  )
const tapAll = async (page: Page, choice: string) => {
  for (let at = 1; at <= questions; at += 1) {
    await reads(page, `Question ${at} of ${questions}`)
    await page.getByText(choice, { exact: true }).click()
    await press(page, 'Next')
  }
  await reads(page, 'Before you send')
}

test('carried to a phone, a check-in with further tables is answered there, once for each table', async () => {
  const { page } = await clinic.sitsDown(1, { device: 'shared' })
  await page.goto(clinic.home)
  await press(page, 'Answer on my own phone instead')
  await page.getByRole('img', { name: 'A code for the camera of your phone' }).waitFor()
  await page.locator('summary', { hasText: 'Without a camera' }).click()
  const address = await page.getByRole('textbox', { name: 'Without a camera' }).inputValue()
  // A code carries one ticket and the seed: however many tables there are, it is no larger.
  expect(address).toMatch(/\/answer#carry\/[\w-]{706}$/)
  await press(page, 'My phone has it: forget it here')
  await reads(page, 'Your check-in is on another device, or in a window that was closed.')
  expect(await ticketsGiven()).toBe(ballots)

  const other = await clinic.passesBy({ device: 'unasked' })
  const asked: string[] = []
  other.context.on('request', (request) => asked.push(request.url()))
  await other.page.goto(address)
  await press(other.page, 'Yes, only I use it')
  await tapAll(other.page, 'Agree')
  await picture(other.page, 'carried-with-tables-before-sending')
  await press(other.page, 'Send')
  await press(other.page, 'Send it now instead')
  await reads(other.page, 'Your answers were received.')
  await become(ballots)
  expect(await ticketsGiven()).toBe(ballots)
  expect(asked.filter((url) => new URL(url).pathname.startsWith('/app'))).toEqual([])
  expect(other.complaints).toEqual([])

  // The same code once more, elsewhere: the same tickets, and all of them are spent.
  const another = await clinic.passesBy({ device: 'unasked' })
  await another.page.goto(address)
  await press(another.page, 'No, or not sure')
  await tapAll(another.page, 'Disagree')
  await press(another.page, 'Send')
  await reads(another.page, 'Your answers were not accepted.')
  expect(inPool()).toBe(ballots)
})

test('a server that dies after the first of her ballots gets the others when it is back, and the page was loaded anew', async () => {
  const before = inPool()
  const who = await clinic.sitsDown(2)
  const { page, context } = who
  await page.goto(clinic.home)
  await page.getByRole('link', { name: /Answer now|Carry on/ }).click()
  await page.waitForURL(/\/answer#/)
  await tapAll(page, 'Agree')
  let passed = 0
  await context.route('**/a/ballots', (route) => (passed++ === 0 ? route.continue() : route.abort()))
  await press(page, 'Send')
  await press(page, 'Send it now instead')
  await become(before + 1)
  await clinic.running.stop()
  await context.unroute('**/a/ballots')
  const here = page.url()
  await clinic.running.start()
  expect(inPool()).toBe(before + 1)
  await page.goto(here)
  await page.reload()
  await who.wait(90)
  await become(before + ballots)
  await reads(page, 'Your answers were received.')
  expect(inPool()).toBe(before + ballots)
})

test('two tabs that press Send at the same time make one ballot for each table', async () => {
  const before = inPool()
  const who = await clinic.sitsDown(3)
  const tabs = [who.page, await who.context.newPage()]
  for (const page of tabs) {
    await page.goto(clinic.home)
    await page.getByRole('link', { name: /Answer now|Carry on/ }).click()
    await page.waitForURL(/\/answer#/)
  }
  await Promise.all(tabs.map((page, at) => tapAll(page, at === 0 ? 'Agree' : 'Disagree')))
  const sends = await Promise.all(
    tabs.map((page) => page.getByRole('button', { name: 'Send', exact: true }).elementHandle()),
  )
  await Promise.all(sends.map((button) => button?.evaluate((one: HTMLElement) => one.click())))
  await Promise.all(
    tabs.map((page) =>
      page
        .getByRole('button', { name: 'Send it now instead' })
        .click({ timeout: 5_000 })
        // The other tab was quicker.
        .catch(() => undefined),
    ),
  )
  await become(before + ballots)
  for (const page of tabs) await reads(page, 'Your answers were received.')
  expect(inPool()).toBe(before + ballots)
})

test('a result from which a group was left out says so to everybody who reads it', async () => {
  const { running } = clinic
  const { checkins, database } = running.site.composition
  const wave = clinic.wave as WaveId
  const organisation = clinic.founder.organisation.id
  const { name, spki } = await firstGroupOf({ database }, { organisation, wave })
  const forge = await openForge({ dataDir: checkins.dataDir }, wave)
  for (let count = 0; count < 9; count += 1) {
    const body = await forge({ spki, answers: { 'own.workload': 5 } })
    expect(await sendTo({ port: running.port, body })).toMatchObject({ code: 'received' })
  }
  await passTo(running, { to: clinic, wave, at: times.after, state: 'released' })
  for (const size of [phone, desk]) {
    const { page } = await clinic.sitsDown(2, { size })
    await page.goto(`/app/${clinic.slug}/releases/${wave}`)
    await reads(page, new RegExp(`The numbers of ${name} do not fit`))
    await reads(page, 'Nothing is shown by profession, site or the like this time')
    await picture(page, `left-out-${size.width}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
})
