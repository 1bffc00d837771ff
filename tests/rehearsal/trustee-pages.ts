import { expect } from 'vitest'
import { reads as seen, type Visitor } from './browser.ts'

// What trustees, and who names them, do on their pages.

const press = ({ page }: Visitor, name: string | RegExp) => page.getByRole('button', { name }).click()
const reads = ({ page }: Visitor, words: string | RegExp) => seen(page, words)

/** An administrator names a trustee. @returns the link that she is to be given. */
export const nameOnPage = async (
  administrator: Visitor,
  given: { slug: string; office: string; name: string },
): Promise<string> => {
  const { page } = administrator
  await page.goto(`/app/${given.slug}/trustees`)
  await page.getByRole('radio', { name: given.office }).check()
  await page.getByLabel('Name', { exact: true }).fill(given.name)
  await press(administrator, 'Name and make the link')
  await reads(administrator, `The link for ${given.name}`)
  return (await page.locator('.notice .words-print').textContent()) ?? ''
}

/** Makes a code on the page of a link. @returns the thirteen numbers, as they stand on the sheet. */
export const makeCode = async (who: Visitor, link: string): Promise<string[]> => {
  await who.page.goto(link)
  await press(who, 'Make my code')
  const numbers = await who.page.locator('.code-numbers li').allTextContents()
  expect(numbers).toHaveLength(13)
  return numbers.map((number) => number.trim())
}

export const retype = async (who: Visitor, numbers: readonly string[]): Promise<void> => {
  for (const box of await who.page.getByLabel(/^Number \d+$/).all()) {
    const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '')
    await box.fill(numbers[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  }
  await press(who, 'I have it. Begin')
}

/** Types the printed numbers on the trustees' page and looks what waits for her. */
export const typeNumbers = async (
  who: Visitor,
  given: { slug: string; name: string; numbers: readonly string[] },
): Promise<void> => {
  await who.page.goto(`/trustees/${given.slug}`)
  await who.page.getByLabel('Or the thirteen numbers').fill(given.numbers.join(''))
  await press(who, 'Look what waits for me')
  await reads(who, `This is the code of ${given.name}.`)
}

export const release = async (who: Visitor): Promise<void> => {
  await press(who, /^Release my part/)
  await reads(who, /Your part is there/)
}
