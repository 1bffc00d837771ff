import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { objectionsOf } from '../rehearsal/axe.ts'
import { desk, phone, picture, press, reads, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { addWitness, looksWell, openKeeper, saveKeeper, signOnPage } from '../rehearsal/keeper.ts'
import { announceOn, type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import type { RunningSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'
import { forkChain } from '../rehearsal/witness.ts'

// One errand, told in order: each test goes on where the one before ended.

let running: RunningSite
let browser: Browser
let folder: string
let clinic: Organised
let sessions: Map<string, Headers>
let wave: string
/** The witness's own device, where she opened the file from disk. */
let keeper: Page
let key: string
let complaints: string[] = []
const people = {} as Record<'ines' | 'one' | 'two', Visitor>
const title = 'November'
const union = 'The nurses’ union'

beforeAll(async () => {
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 9 }),
    names: ['Surgery 1', 'Surgery 2'],
  }))
  folder = mkdtempSync(join(tmpdir(), 'kith-witness-'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    if (keeper) await picture(keeper, 'failed-keeper')
    for (const [name, { page }] of Object.entries(people)) await picture(page, `failed-${name}`)
  }
  expect(running.incidents).toEqual([])
  expect(complaints).toEqual([])
})
const sits = async (name: string) => {
  const cookies = sessions.get(name)
  if (!cookies) throw new Error('She has not joined.')
  return visitor(browser, { running, size: phone, cookies })
}
const listAt = () => `${running.url}/manifests/${clinic.slug}`

test('an administrator finds the witness’s page and hands it over as a file', async () => {
  const ines = await visitor(browser, { running, size: desk, cookies: clinic.founderEnters })
  people.ines = ines
  await saveKeeper(ines, { slug: clinic.slug, folder })
  await reads(ines.page, 'Nobody outside this organisation signs its announcements yet.')
  await reads(ines.page, listAt())
})

test('the witness opens the file from her disk, watches the list and makes a key', async () => {
  const opened = await openKeeper(browser, { folder, list: listAt(), organisation: 'Alder Bridge' })
  keeper = opened.page
  key = opened.key
  complaints = opened.complaints
  expect(key).toMatch(/^MFkw[\w-]+$/)
  await press(keeper, 'Show the key for printing')
  await picture(keeper, 'keeper-key')
  expect(await objectionsOf(keeper)).toEqual([])
  const [saved] = await Promise.all([
    keeper.waitForEvent('download'),
    press(keeper, 'Save what this page remembers'),
  ])
  const file = join(folder, 'kith-witness.json')
  await saved.saveAs(file)
  // Any page from this disk may read what the browser keeps: her key is not there, and comes from her file.
  const { secret } = JSON.parse(readFileSync(file, 'utf8')) as { secret: string }
  expect(await keeper.evaluate(() => JSON.stringify(localStorage))).not.toContain(secret)
  await keeper.reload()
  await keeper.getByRole('button', { name: 'Make a key' }).waitFor()
  await keeper.getByLabel('Open a saved file').setInputFiles(file)
  expect(await keeper.getByRole('textbox', { name: 'Public key' }).inputValue()).toBe(key)
})

test('the administrator adds her, and a check-in is announced that waits for her', async () => {
  const { page } = people.ines
  await addWitness(people.ines, { slug: clinic.slug, name: union, key })
  await reads(page, 'Browsers wait for this signature.')
  await picture(page, 'witnesses')
  wave = await announceOn(running, { to: clinic })
  await page.goto(`/app/${clinic.slug}/check-ins/${wave}/poster`)
  await page.getByRole('heading', { level: 2, name: title }).waitFor()
  await picture(page, 'poster')
  await page.goto(`/app/${clinic.slug}/check-ins/${wave}`)
  await reads(page, `Waits for the signature of ${union}.`)
  await picture(page, 'wave-waits')
  // Its time has come.
  await passTo(running, { to: clinic, wave, at: times.during, state: 'announced' })
})

test('a member sees whose signature is awaited, and no ticket is asked for', async () => {
  const one = await sits('Surgery 1')
  people.one = one
  const asked: string[] = []
  one.context.on('request', (request) => {
    if (request.url().endsWith('/ticket')) asked.push(request.url())
  })
  await one.page.goto(`/app/${clinic.slug}`)
  await reads(one.page, `“${title}” waits for the signature of ${union}.`)
  await picture(one.page, 'awaited')
  expect(await objectionsOf(one.page)).toEqual([])
  expect(asked).toEqual([])
})

test('the witness looks again, reads what is new and signs', async () => {
  await press(keeper, 'Look now')
  await keeper.getByText(`The witnesses are now: ${union}.`).first().waitFor({ state: 'attached' })
  await reads(keeper, `Announced: ${title}`)
  await picture(keeper, 'keeper-waiting')
  await signOnPage({ page: keeper }, title)
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
  // Whatever the site wrote on the list meanwhile, too.
  await looksWell({ page: keeper })
})

test('the member’s browser fetches her ticket, and she answers', async () => {
  const { page } = people.one
  await page.goto(`/app/${clinic.slug}`)
  await page.getByRole('link', { name: 'Answer now' }).click()
  await page.getByText('Agree', { exact: true }).click()
  await press(page, 'Next')
  for (const step of [2, 3]) {
    await reads(page, `Question ${step} of 3`)
    await press(page, 'Skip this one')
  }
  await page.getByRole('heading', { name: 'Before you send' }).waitFor()
  await press(page, 'Send')
  await page.goto(`/app/${clinic.slug}`)
  await page.getByText('Tickets in your group').click()
  await reads(page, /^In your group: 9\. With a ticket: \d\./)
  await picture(page, 'count')
})

test('once the server forks the list, the witness’s page and a member’s page say so', async () => {
  const two = await sits('Surgery 2')
  people.two = two
  await two.page.goto(`/app/${clinic.slug}`)
  // Only now has this browser seen the list to its end.
  await reads(two.page, 'Tickets in your group')
  await forkChain({
    address: running.address,
    dataDir: running.site.composition.settings.dataDir,
    organisation: clinic.founder.organisation.id,
  })
  await press(keeper, 'Look now')
  await reads(keeper, /^Alarm: This browser remembers other announcements/)
  expect(await keeper.title()).toMatch(/^Alarm/)
  await picture(keeper, 'keeper-alarm')
  await two.page.goto(`/app/${clinic.slug}`)
  await reads(two.page, /This browser remembers other announcements/)
  await reads(two.page, `Tell ${union}.`)
  await picture(two.page, 'forked')
})

test('a list that does not come is said as well, and takes nothing away', async () => {
  const { page, context } = people.two
  await context.route('**/manifests/**', (route) => route.abort())
  await page.goto(`/app/${clinic.slug}`)
  await reads(page, 'The public list of announcements did not come')
  await page.getByRole('link', { name: 'Answer now' }).waitFor()
  await picture(page, 'unread')
})

test('a file that the witness’s page could not show is refused, and the page stays as it is', async () => {
  const odd = { kind: 'alarm', fault: 'chain/of-a-later-day', number: 1 }
  const list = { address: 'https://kith.example/manifests/odd', name: 'Odd', known: null, entries: [] }
  const lists = [{ ...list, lookedAt: null, trouble: odd }]
  const text = JSON.stringify({ format: 'kith-witness/1', secret: null, lists })
  const file = { name: 'odd.json', mimeType: 'application/json', buffer: Buffer.from(text) }
  await keeper.getByLabel('Open a saved file').setInputFiles(file)
  await reads(keeper, 'This file was not saved by this page.')
  await keeper.getByRole('heading', { level: 2, name: 'Alder Bridge' }).waitFor()
  await picture(keeper, 'keeper-odd')
})
