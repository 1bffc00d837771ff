import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { announceWave, draftWave, readWaves } from '#capabilities/checkins/index.server.ts'
import { openBrowser, phone, picture, tabTo, type Visitor, visitor } from '../rehearsal/browser.ts'
import { bringIn, foundFirst, type Organised, staffList } from '../rehearsal/people-on-site.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { usualForm } from '../rehearsal/wave.ts'

// Those who plan and look after an organisation, with the keyboard alone, and typing what cannot be.

let running: RunningSite
let browser: Browser
let clinic: Organised
let ines: Visitor
/** The same person on a phone without scripts. */
let plain: Visitor

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
  clinic = await foundFirst(running, 'Alder Bridge')
  await bringIn(running, { to: clinic, list: staffList({ Surgery: 9, Maternity: 8 }) })
  ines = await visitor(browser, { running, cookies: clinic.founderEnters })
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

const at = (path: string) => `/app/${clinic.slug}${path}`
const on = () => ({ checkins: running.site.composition.checkins, actor: clinic.founder })
const wordsOf = (words: string) => (stop: { words: string }) => stop.words === words
const go = async (words: string) => {
  await tabTo(ines.page, wordsOf(words))
  await ines.page.keyboard.press('Enter')
}
/** Types into the field with this label, which the keyboard comes to. */
const type = async (label: string, text: string) => {
  await tabTo(ines.page, wordsOf(label))
  await ines.page.keyboard.type(text)
}
const reads = ({ page }: Visitor, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()
const focused = ({ page }: Visitor) =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent)
const drafted = async (title: string): Promise<string> => {
  const draft = await draftWave({ form: { ...usualForm, title } }, on())
  if (!draft.ok) throw new Error(draft.refusal.code)
  return draft.value.wave
}

test('a check-in is planned and announced with the keyboard alone', { timeout: 120_000 }, async () => {
  await ines.page.goto(at('/check-ins'))
  await go('Plan a check-in')
  await ines.page.waitForURL(/\/plan$/)
  await type('What it is called', 'By keyboard')
  await go('Keep as a draft')
  await ines.page.waitForURL(/check-ins\/[0-9a-f-]{36}$/)
  await ines.page
    .locator('button:not([aria-disabled])', { hasText: 'Announce this check-in' })
    .waitFor({ timeout: 60_000 })
  await go('Announce this check-in')
  await reads(ines, 'Announced.')
  expect((await readWaves(on())).waves.map(({ title, state }) => [title, state])).toEqual([
    ['By keyboard', 'announced'],
  ])
})

test('whoever goes back from a draft comes to the list, not to a form that would make a second one', async () => {
  await ines.page.goto(at('/check-ins'))
  await ines.page.getByRole('link', { name: 'Plan a check-in' }).click()
  await ines.page.getByLabel('What it is called').fill('Once')
  await ines.page.getByRole('button', { name: 'Keep as a draft' }).click()
  await ines.page.waitForURL(/check-ins\/[0-9a-f-]{36}$/)
  await ines.page.goBack()
  await ines.page.waitForURL(/check-ins$/)
  await reads(ines, 'Once')
})

const wrongTimes: [what: string, opens: string, closes: string, says: string, stands: string][] = [
  [
    'a closing before the opening',
    '2027-03-01T08:00',
    '2027-02-01T08:00',
    'The closing lies before',
    'closes',
  ],
  ['a day that has passed', '2026-01-05T08:00', '2026-01-09T08:00', 'The opening has passed', 'opens'],
]
test.each(wrongTimes)('%s is refused where it stands, and nothing that was typed is lost', async (...row) => {
  const [, opens, closes, says, stands] = row
  for (const who of [ines, plain]) {
    const { page } = who
    await page.goto(at('/check-ins/plan'))
    await page.getByLabel('What it is called').fill('Nights')
    await page.getByLabel('Opens').fill(opens)
    await page.getByLabel('Closes').fill(closes)
    await page.getByLabel('Smallest group shown').selectOption('11')
    await page.getByLabel('Remind everybody once').uncheck()
    await page.getByRole('button', { name: 'Keep as a draft' }).click()
    await reads(who, says)
    await eventually(async () => (await focused(who)) === stands, { what: `the focus on ${stands}` })
    expect(await page.getByLabel('What it is called').inputValue()).toBe('Nights')
    expect(await page.getByLabel('Opens').inputValue()).toBe(opens)
    expect(await page.getByLabel('Closes').inputValue()).toBe(closes)
    expect(await page.getByLabel('Smallest group shown').inputValue()).toBe('11')
    expect(await page.getByLabel('Remind everybody once').isChecked()).toBe(false)
  }
})

test('a plan that was announced in another window stays as it is, and the words typed in this one stay too', async () => {
  const wave = await drafted('In two windows')
  for (const who of [ines, plain]) await who.page.goto(at(`/check-ins/plan?wave=${wave}`))
  await eventually(async () => (await announceWave({ wave }, on())).ok, {
    what: 'its keys',
    patience: 60_000,
  })
  for (const { page } of [ines, plain]) {
    await page.getByLabel('What it is called').fill('Changed too late')
    await page.getByRole('button', { name: 'Keep as a draft' }).click()
    await reads({ ...ines, page }, 'It cannot be changed any more, only cancelled.')
    expect(await page.getByLabel('What it is called').inputValue()).toBe('Changed too late')
    await page.goto(at(`/check-ins/plan?wave=${wave}`))
    await page.waitForURL(at(`/check-ins/${wave}`))
  }
})

test('a draft that was thrown away in another window can be kept as a new one', async () => {
  for (const who of [ines, plain]) {
    const wave = await drafted('Thrown away')
    await who.page.goto(at(`/check-ins/plan?wave=${wave}`))
    const before = (await readWaves(on())).waves.length
    await ines.context.request.post(at(`/check-ins/${wave}?/cancel`), {
      form: { why: '' },
      headers: { origin: running.url },
    })
    expect((await readWaves(on())).waves).toHaveLength(before - 1)
    await who.page.getByLabel('What it is called').fill('Kept after all')
    await who.page.getByRole('button', { name: 'Keep as a draft' }).click()
    await reads(who, 'Somebody threw this draft away.')
    expect(await who.page.getByLabel('What it is called').inputValue()).toBe('Kept after all')
    await who.page.getByRole('button', { name: 'Keep as a draft' }).click()
    await who.page.waitForURL(/check-ins\/[0-9a-f-]{36}$/)
  }
})

test('a series is planned and changed with the keyboard alone; its dates are read before the yes', async () => {
  await ines.page.goto(at('/check-ins/series/plan'))
  await type('What it is called', 'The week')
  await type('Holidays', 'Christmas')
  await go('Show the dates')
  await reads(ines, '“Christmas” is not a day.')
  expect(await focused(ines)).toBe('holidays')
  expect(await ines.page.getByLabel('What it is called').inputValue()).toBe('The week')
  await ines.page.keyboard.press('ControlOrMeta+a')
  await ines.page.keyboard.type('2026-12-25')
  await go('Show the dates')
  await reads(ines, 'would be asked')
  expect(await focused(ines)).toBe('Its coming dates')
  await go('Start this series')
  await ines.page.waitForURL(/series\/[0-9a-f-]{36}$/)
  await go('Change the series')
  await ines.page.waitForURL(/plan\?series=/)
  await type('What it is called', 'The week on nights')
  await go('Show the dates')
  await reads(ines, 'would be asked')
  await go('Change it from the next date on')
  await ines.page.waitForURL(/series\/[0-9a-f-]{36}$/)
  await ines.page.getByRole('heading', { level: 1, name: 'The week on nights' }).waitFor()
})

test('what is written before a slow page has come alive is still there when it has', async () => {
  const who = await visitor(browser, { running, size: phone, cookies: clinic.founderEnters })
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await who.page.route('**/*.js', async (route) => {
    await arrived
    await route.continue()
  })
  await who.page.goto(at('/check-ins/series/plan'), { waitUntil: 'commit' })
  await who.page.getByLabel('What it is called').fill('The early week')
  await who.page.getByLabel('Holidays').fill('2026-12-25')
  arrive()
  await who.page.waitForLoadState('networkidle')
  expect(await who.page.getByLabel('What it is called').inputValue()).toBe('The early week')
  expect(await who.page.getByLabel('Holidays').inputValue()).toBe('2026-12-25')
  await who.context.close()
})

test('the support page is filled in with the keyboard alone, and what is wrong stands where it is', async () => {
  await ines.page.goto(at('/support'))
  await type('Number', ' ')
  const number = ines.page.getByRole('form', { name: 'Emergency number' }).getByLabel('Number')
  await number.press('ControlOrMeta+a')
  await number.press('Delete')
  await number.press('Enter')
  await reads(ines, /number/i)
  await number.focus()
  await ines.page.keyboard.type('extension 000')
  await ines.page.keyboard.press('Enter')
  await reads(ines, 'Saved, with today as the day it was checked.')
})

test('a name that a team cannot have comes back in its own form, and in no other', async () => {
  for (const who of [ines, plain]) {
    await who.page.goto(at('/people'))
    await who.page.getByRole('link', { name: 'Change the teams' }).click()
    const twice = 'Surgery'
    await who.page.getByLabel('A new team below').fill(twice)
    await who.page.getByRole('button', { name: 'Add this team' }).click()
    await who.page.locator('.notice.stop').first().waitFor()
    expect(await who.page.getByLabel('A new team below').inputValue()).toBe(twice)
  }
})

test('on the whole way the browser complained about nothing but forms that came back', () => {
  const cameBack = /the server responded with a status of (404|409|422) /
  expect(ines.complaints.filter((words) => !cameBack.test(words))).toEqual([])
})
