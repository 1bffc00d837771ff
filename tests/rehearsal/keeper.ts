import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { phone, press, type Visitor } from './browser.ts'

/** The page of a witness on a device of hers, opened from her disk, with what it complained about. */
export type Keeper = { page: Page; key: string; complaints: string[] }

/** Saves the witness's page from the site, as a file in a folder. */
export const saveKeeper = async (
  { page }: Visitor,
  given: { slug: string; folder: string },
): Promise<void> => {
  await page.goto(`/app/${given.slug}/witnesses`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save the witness’s page' }).click(),
  ])
  await download.saveAs(join(given.folder, 'kith-witness.html'))
}

/** Opens that file, makes a key there and watches a list. */
export const openKeeper = async (
  browser: Browser,
  given: { folder: string; list: string; organisation: string },
): Promise<Keeper> => {
  const context = await browser.newContext({
    viewport: phone,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => void complaints.push(error.message))
  page.on('console', (message) => {
    if (/policy/i.test(message.text())) complaints.push(message.text())
  })
  await page.goto(pathToFileURL(join(given.folder, 'kith-witness.html')).href)
  await page.getByRole('heading', { level: 1, name: 'The page of a witness' }).waitFor()
  await press(page, 'Make a key')
  const key = await page.getByRole('textbox', { name: 'Public key' }).inputValue()
  await page.getByLabel('Address of a public list').fill(given.list)
  await press(page, 'Watch it')
  await page.getByRole('heading', { level: 2, name: given.organisation }).waitFor()
  return { page, key, complaints }
}

/** An administrator puts her on the list of witnesses, with the key that her page shows. */
export const addWitness = async (
  { page }: Visitor,
  given: { slug: string; name: string; key: string },
): Promise<void> => {
  await page.goto(`/app/${given.slug}/witnesses`)
  await page.getByLabel('Name', { exact: true }).fill(given.name)
  await page.getByLabel('Public key').fill(given.key)
  await press(page, 'Add a witness')
}

/** She looks again, and signs what waits for her. */
export const signOnPage = async ({ page }: Pick<Keeper, 'page'>, title: string): Promise<void> => {
  await press(page, 'Look now')
  await press(page, `Sign ${title}`)
  await page.getByRole('button', { name: `Sign ${title}` }).waitFor({ state: 'detached' })
}

/** She looks again, and nothing is wrong. */
export const looksWell = async ({ page }: Pick<Keeper, 'page'>): Promise<void> => {
  const pages = page.waitForResponse((response) => response.url().includes('?from='))
  await press(page, 'Look now')
  await pages
  await page.getByRole('button', { name: 'Look now', disabled: false }).waitFor()
  await page.getByText(/^Looked .* hold together\.$/).waitFor()
}
