import { brotliCompressSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { press, reads } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { times } from '../rehearsal/wave.ts'

// What may happen to somebody's answers on her own device. Each test is another person.

let clinic: OpenClinic

beforeAll(async () => {
  clinic = await openClinic({ staff: 10, joined: 10 })
})
afterEach(async ({ task }) => {
  await clinic.everybodyLeaves(task.result?.state === 'fail' ? task.name : undefined)
  expect(clinic.running.incidents).toEqual([])
})
afterAll(() => clinic?.end())

/** Opens the check-in from the home page and goes up to the last look, skipping all but the first question. */
const answer = async (page: Page): Promise<void> => {
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Answer now' }).click()
  await page.getByText('Agree', { exact: true }).click()
  await press(page, 'Next')
  for (const step of [2, 3]) {
    await page.getByText(`Question ${step} of 3`).first().waitFor()
    await press(page, 'Skip this one')
  }
  await page.getByRole('heading', { name: 'Before you send' }).waitFor()
}

test('what was tapped is there again after the page was opened anew', async () => {
  const { page } = await clinic.sitsDown(1)
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  const here = page.url()
  // An address that was typed, or kept, names no check-in.
  await page.goto('/answer')
  await page.reload()
  await reads(page, 'This check-in is not on this device.')
  await page.goto(here)
  await page.getByText('Disagree', { exact: true }).click()
  await expect.poll(() => page.locator('input:checked').count()).toBe(1)
  await page.reload()
  await reads(page, 'Question 1 of 3')
  expect(await page.locator('input:checked').count()).toBe(1)
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Carry on' }).waitFor()
})

test('two tabs that open at once ask for one ticket, with the same bytes', async () => {
  const { page, context } = await clinic.sitsDown(2)
  const asked: (string | null)[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/ticket')) asked.push(request.postData())
  })
  const other = await context.newPage()
  await Promise.all([page.goto(clinic.home), other.goto(clinic.home)])
  for (const tab of [page, other]) {
    await tab.getByRole('link', { name: 'Answer now' }).click()
    await reads(tab, 'Question 1 of 3')
  }
  expect(asked.length).toBeGreaterThan(0)
  expect(new Set(asked).size).toBe(1)
})

test('a closed tab sends at the next opening, and not beside the request that opened it', async () => {
  const { page, context } = await clinic.sitsDown(3)
  await answer(page)
  await press(page, 'Send')
  await reads(page, /^Your answers leave this device before /)
  await page.close()
  // An hour later: the random wait is over, only the distance from her sign-in is left.
  await context.clock.setSystemTime(new Date(Date.parse(times.during) + 3_600_000))
  const later = await context.newPage()
  let sent = 0
  later.on('request', (request) => {
    if (request.url().endsWith('/a/ballots')) sent += 1
  })
  await later.goto(clinic.home)
  await reads(later, 'One set of answers is waiting on this device.')
  await context.clock.runFor(110_000)
  expect(sent).toBe(0)
  await context.clock.runFor(200_000)
  await reads(later, 'November: your answers were received. Thank you.')
  expect(sent).toBe(1)
})

test('somebody who signs out leaves nothing that the next person sees, and her answers are sent all the same', async () => {
  const { page, context } = await clinic.sitsDown(4)
  await answer(page)
  const address = page.url()
  await press(page, 'Send')
  await reads(page, /^Your answers leave this device before /)
  await page.goto(`${clinic.home}/account`)
  // As when it is pressed before the page has its scripts: nothing hears of it but the site.
  await page
    .locator('form[action="/app/sign-out"]')
    .last()
    .evaluate((form: HTMLFormElement) => form.submit())
  await page.waitForURL(`${clinic.running.url}/`)
  await page.goto(address)
  await reads(page, 'Nobody is signed in to Kith in this browser.')
  let sent = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/a/ballots')) sent += 1
  })
  // The sender comes after the page and may begin late; a minute that passed before it did is no loss.
  const afterAMinute = async () => {
    await context.clock.runFor(60_000)
    return sent
  }
  await expect.poll(afterAMinute, { timeout: 20_000 }).toBe(1)
})

test('a browser that refuses to keep anything counts as shared, and can still answer', async () => {
  const { page, context } = await clinic.sitsDown(5, { device: 'unasked' })
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('Storage is blocked.', 'SecurityError')
      },
    })
  })
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/ticket')) asked += 1
  })
  await page.goto(clinic.home)
  await press(page, 'Yes, only I use it')
  await reads(page, 'This browser does not keep anything, so it counts as shared.')
  await reads(page, 'On a shared device nothing is kept.')
  expect(asked).toBe(0)
  await page.getByRole('link', { name: 'Answer now' }).click()
  for (const step of [1, 2, 3]) {
    await reads(page, `Question ${step} of 3`)
    await press(page, 'Skip this one')
  }
  await press(page, 'Send')
  await reads(page, 'Your answers were received.')
  expect(asked).toBe(1)
})

test('a plan with another signature gets no request, and a sentence that says whom to tell', async () => {
  const { page } = await clinic.sitsDown(6)
  await page.route(`**${clinic.home}`, async (route) => {
    const fetched = await route.fetch()
    const text = await fetched.text()
    await route.fulfill({ response: fetched, body: text.replace(/signature:"..../, 'signature:"AAAA') })
  })
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/ticket')) asked += 1
  })
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'What was said' }).click()
  await reads(page, 'What was announced for this check-in is not signed as it should be.')
  await reads(page, 'Tell your staff representative')
  expect(await page.getByRole('radio').count()).toBe(0)
  expect(asked).toBe(0)
})

test('who says that the device is hers, and wants to answer in the same breath, asks with the same bytes', async () => {
  const { page, complaints } = await clinic.sitsDown(7, { device: 'unasked' })
  const asked = new Set<string | null>()
  page.on('request', (request) => {
    if (request.url().endsWith('/ticket')) asked.add(request.postData())
  })
  await page.goto(clinic.home)
  const hers = page.locator('button[name="device"][value="own"]')
  await hers.waitFor()
  const [own, answerNow] = [await hers.elementHandle(), await page.getByText('Answer now').elementHandle()]
  await page.evaluate(
    (pressed) => {
      for (const one of pressed) (one as HTMLElement | null)?.click()
    },
    [own, answerNow],
  )
  await page.waitForURL(/\/answer#/)
  await reads(page, 'Question 1 of 3')
  expect(asked.size).toBe(1)
  expect(complaints).toEqual([])
})

test('a second phone says that her check-in is on another device', async () => {
  const first = await clinic.sitsDown(10)
  // The check-in is on a device once its ticket has come.
  const hasCome = first.page.waitForResponse((response) => response.url().endsWith('/ticket'))
  await first.page.goto(clinic.home)
  await (await hasCome).finished()
  const second = await clinic.sitsDown(10)
  await second.page.goto(clinic.home)
  await reads(second.page, 'Your check-in is on another device, or in a window that was closed.')
})

test('when the site cannot take answers for a while, they wait; when it can, they are received', async () => {
  const { page } = await clinic.sitsDown(8)
  await answer(page)
  await page.route('**/a/ballots', (route) =>
    route.fulfill({ status: 503, json: { code: 'ballot/cannot-store' } }),
  )
  await press(page, 'Send')
  await press(page, 'Send it now instead')
  await reads(page, 'They could not be sent yet.')
  await page.unroute('**/a/ballots')
  await press(page, 'Try again now')
  await reads(page, 'Your answers were received.')
})

test('without scripts the home page reads well, and says what answering needs', async () => {
  const { page } = await clinic.sitsDown(9, { hasScripts: false })
  await page.goto(clinic.home)
  expect(await page.locator('main').innerText()).toContain('Answering needs scripts')
  await page.getByText('What happens to my answers').click()
  await reads(page, /^Your answers will be reported with Surgery \(10 people\)/)
  await page.goto('/answer')
  expect(await page.locator('main').innerText()).toContain('This page needs scripts.')
})

const kilobytes = (texts: Iterable<string>): number =>
  [...texts].reduce((sum, text) => sum + brotliCompressSync(text).length, 0) / 1000

/** A script and everything that it cannot begin without. */
const withImports = async (start: string): Promise<Map<string, string>> => {
  const found = new Map<string, string>()
  const wanted = [new URL(start, clinic.running.url).href]
  for (let url = wanted.pop(); url !== undefined; url = wanted.pop()) {
    if (found.has(url)) continue
    const text = await (await fetch(url)).text()
    found.set(url, text)
    for (const [, path = ''] of text.matchAll(/(?:from|import)["'`](\.[^"'`]+\.js)["'`]/g))
      wanted.push(new URL(path, url).href)
  }
  return found
}

test('the first question needs no more than 50 kB of script, and the whole way to Send no more than 65 kB', async () => {
  const first = await withImports('/_app/answer.js')
  expect(kilobytes(first.values())).toBeGreaterThan(20)
  expect(kilobytes(first.values())).toBeLessThanOrEqual(50)

  const { page } = await clinic.sitsDown(6)
  await page.goto(clinic.home)
  // The home page is not counted, nor what it fetches once somebody has said whose device it is.
  await page.waitForResponse((response) => response.url().endsWith('/myself/key'))
  await page.waitForLoadState('networkidle')
  const scripts = new Map<string, Promise<string>>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.set(response.url(), response.text())
  })
  await page.getByRole('link', { name: 'Answer now' }).click()
  for (const step of [1, 2, 3]) {
    await reads(page, `Question ${step} of 3`)
    await press(page, 'Skip this one')
  }
  await press(page, 'Send')
  await press(page, 'Send it now instead')
  await reads(page, 'Your answers were received.')
  const all = new Map(first)
  for (const [url, text] of scripts) all.set(url, await text)
  expect(all.size).toBeGreaterThan(first.size)
  expect(kilobytes(all.values())).toBeLessThanOrEqual(65)
})
