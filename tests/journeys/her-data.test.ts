import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findOpenCommons, makeCommons, moveCommonsDoor } from '#capabilities/people/index.server.ts'
import { picture, press, reads, tabTo } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'

// What somebody can see, take along and delete of what is held about her: in an organisation, and without an employer.

let clinic: OpenClinic
let commons = ''

beforeAll(async () => {
  clinic = await openClinic({ staff: 9, joined: 2 })
  const site = clinic.running.site.composition
  const { userId } = clinic.founder
  const form = { organisationName: 'The commons', language: 'en', timeZone: 'UTC', hostKind: 'independent' }
  const made = [
    await makeCommons(site, { userId, form }),
    await moveCommonsDoor(site, { userId, form: { open: 'yes' } }),
  ]
  if (made.some(({ ok }) => !ok)) throw new Error(JSON.stringify(made))
  commons = `/app/${(await findOpenCommons(site))?.slug}`
})
afterEach(async ({ task }) => {
  await clinic.everybodyLeaves(task.result?.state === 'fail' ? task.name : undefined)
  expect(clinic.running.incidents).toEqual([])
})
afterAll(() => clinic?.end())

const taken = async (page: Page, link: string): Promise<string> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link, exact: true }).click(),
  ])
  return readFile(await download.path(), 'utf8')
}
const wordsOf = (page: Page) => page.locator('main').innerText()
/** Fills the box that stands under this label. */
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

test('she reads in words what is held about her, takes it along, and deletes it without a mouse', async () => {
  const { page } = await clinic.sitsDown(1)
  const keyGiven = page.waitForResponse((response) => response.url().endsWith('/myself/key'))
  await page.goto(clinic.home)
  await keyGiven
  await page.goto(`${clinic.home}/account`)
  await page.getByRole('link', { name: 'What is held about you' }).click()
  await reads(page, 'What cannot be found: your answers')
  const words = await wordsOf(page)
  for (const held of ['Surgery 1', 'Open now', 'The key of your history', 'Surgery 1 joined.'])
    expect(words).toContain(held)
  expect(words).not.toMatch(/member-came|check-in-open|Joined or not/)
  await picture(page, 'her-data')

  const table = await taken(page, 'As a table')
  expect(table).toContain('"Surgery 1 joined."')
  expect(table).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
  const file = JSON.parse(await taken(page, 'As a file for programs')) as { format: string }
  expect(file.format).toBe('kith-own-data/1')
  expect(JSON.stringify(file)).toContain('"isKeyKept":true')

  await tabTo(page, ({ words }) => words === 'See what would go')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'This goes at once' }).waitFor()
  await picture(page, 'her-data-delete')
  const act = 'Delete what is held about me'
  await tabTo(page, ({ words }) => words === act)
  await page.keyboard.press('Enter')
  await reads(page, 'Tick the box first, if you are sure.')
  await tabTo(page, ({ type }) => type === 'checkbox')
  await page.keyboard.press('Space')
  await tabTo(page, ({ words }) => words === act)
  await page.keyboard.press('Enter')
  await reads(page, 'It is deleted')
  await page.goto(clinic.home)
  await page.waitForURL('**/app/sign-in?next=*')
})

test('a profile that cannot be kept as it is comes back as it was typed, with the reason', async () => {
  const { page } = await clinic.sitsDown(2)
  await page.goto(`${clinic.home}/profile`)
  await fill(page, 'What you want to be called', 'Mara')
  await fill(page, 'From', '22:00')
  await page.getByLabel('When you work', { exact: true }).last().check()
  await press(page, 'Save')
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('What you want to be called', { exact: true }).inputValue()).toBe('Mara')
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('22:00')
  expect(await page.getByLabel('When you work', { exact: true }).last().isChecked()).toBe(true)
})

test('somebody without an employer comes in by a letter, looks at how she is, keeps it, and leaves nothing behind', async () => {
  const { running } = clinic
  const { page, complaints } = await clinic.passesBy({ device: 'unasked' })
  const email = 'quiet@practice.example'
  await page.goto('/app/sign-in')
  await page.getByRole('link', { name: 'I work on my own' }).click()
  // Both pages have a box for an e-mail.
  await page.getByRole('heading', { name: 'For those who work on their own' }).waitFor()
  await fill(page, 'Your e-mail', email)
  await press(page, 'Send me a code')
  const letter = await running.letterTo(email)
  const digits = letter.subject.slice(0, 6)
  await fill(page, 'The six digits', digits === '000000' ? '111111' : '000000')
  await fill(page, 'What shall we call you?', 'Noor')
  await press(page, 'Come in')
  // Back where she was, with the reason and what she typed.
  await reads(page, /^These are not the digits of the newest letter/)
  expect(await page.getByLabel('What shall we call you?', { exact: true }).inputValue()).toBe('Noor')
  expect(complaints.splice(0).filter((words) => !words.includes('422'))).toEqual([])
  await fill(page, 'The six digits', digits)
  await press(page, 'Come in')
  await page.waitForURL(`**${commons}`)
  await reads(page, 'Nobody asks anything of you here')
  await tabTo(page, ({ words }) => words === 'Yes, only I use it')
  await page.keyboard.press('Space')
  await page.getByText('Is this device yours alone?').waitFor({ state: 'detached' })
  await picture(page, 'commons-home')

  await page.getByRole('link', { name: 'For you alone' }).first().click()
  await reads(page, 'Nothing yet')
  await press(page, 'Begin: Weekly five')
  await page.getByText('Agree', { exact: true }).click()
  await press(page, 'Next')
  for (const step of [2, 3]) {
    await reads(page, `Question ${step} of 3`)
    await press(page, 'Skip this one')
  }
  await press(page, 'Keep it on this device')
  await reads(page, 'Kept on this device, locked.')
  await press(page, 'Back to the list')
  await page.locator('summary', { hasText: 'Weekly five' }).waitFor()
  await picture(page, 'commons-history')

  await page.goto(`${commons}/data`)
  const words = await wordsOf(page)
  expect(words).toContain('Noor')
  expect(words).not.toContain('What cannot be found: your answers')
  await page.getByRole('link', { name: 'See what would go' }).click()
  await page.getByLabel('Delete this for good').check()
  await press(page, 'Delete what is held about me')
  await reads(page, 'It is deleted')
  expect(complaints).toEqual([])
})
