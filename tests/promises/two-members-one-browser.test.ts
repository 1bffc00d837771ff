import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WaveId } from '#kernel/ids.ts'
import { press, reads } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { eventually } from '../rehearsal/running-site.ts'

// Seen to fail: with everybody’s things kept in the browser, whatever she said of it.

// Two people at one browser, one after the other. What the first leaves is looked for in everything that the browser
// keeps, and in what the second sees and sends.

let clinic: OpenClinic

beforeAll(async () => {
  clinic = await openClinic({ staff: 12, joined: 8 })
})
afterAll(async () => {
  await clinic?.everybodyLeaves()
  await clinic?.end()
})

const inPool = () =>
  clinic.running.site.composition.checkins.registry.wave(clinic.wave as WaveId)?.pool.count ?? 0
const signOut = async (page: Page) => {
  await page.goto(`${clinic.home}/account`)
  await press(page, 'Sign out')
  await page.waitForURL(`${clinic.running.url}/`)
}
const tap = async (page: Page, words: readonly string[]) => {
  for (const [at, choice] of words.entries()) {
    await reads(page, `Question ${at + 1} of 3`)
    await page.getByText(choice, { exact: true }).click()
    await press(page, 'Next')
  }
}

/** Everything that this browser keeps for the site, as text; bytes as numbers. */
const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    // The framework notes how far each page was scrolled, under numbers, for as long as the tab is open.
    const ours = Object.entries({ ...sessionStorage }).filter(([key]) => !key.startsWith('sveltekit:'))
    const found: unknown[] = [{ ...localStorage }, Object.fromEntries(ours)]
    const whenDone = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await whenDone(indexedDB.open(name))
      for (const shelf of database.objectStoreNames) {
        const store = database.transaction(shelf).objectStore(shelf)
        found.push([name, shelf, await whenDone(store.getAllKeys()), await whenDone(store.getAll())])
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const text = (await (await cache.match(request))?.text()) ?? ''
        // Pages that are the same for everybody may be kept; nothing that came with a session, or names anybody here.
        // Which organisations there are stands on the page of support, for everybody.
        const isPublic = !new URL(request.url).pathname.startsWith('/app') && !/Surgery \d/.test(text)
        if (!isPublic) found.push([name, request.url, text])
      }
    }
    return JSON.stringify(found)
  })

test('on a shared browser nothing is fetched ahead, and after an answer nothing at all is kept', async () => {
  const who = await clinic.sitsDown(1, { device: 'shared' })
  const { page, context } = who
  const asked: string[] = []
  context.on('request', (request) => {
    if (/\/(ticket|ballots)$/.test(request.url())) asked.push(new URL(request.url()).pathname)
  })
  await page.goto(clinic.home)
  await reads(page, 'this site can tell that you opened the form, not what you answered')
  expect(asked).toEqual([])
  const before = inPool()
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  expect(asked).toHaveLength(1)
  await tap(page, ['Agree', 'Agree', 'Agree'])
  await press(page, 'Send')
  // At once: nobody has to wait in a window that keeps nothing.
  await reads(page, 'Your answers were received.')
  expect(inPool()).toBe(before + 1)
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
  expect(await everythingKept(page)).toBe('[{},{}]')
  expect(await page.evaluate(() => document.cookie)).toBe('kith.device=shared')

  await signOut(page)
  await clinic.takesOver(who, 2)
  await page.goto(clinic.home)
  await reads(page, 'On a shared device nothing is kept.')
  const words = await page.locator('main').innerText()
  expect(words).not.toMatch(/were received\.$|on this device|Carry on|yours alone/m)
  expect(await everythingKept(page)).toBe('[{},{}]')
})

test('who leaves a shared window with something unsent is asked first', async () => {
  const { page } = await clinic.sitsDown(3, { device: 'shared' })
  await page.goto(clinic.home)
  await reads(page, 'On a shared device nothing is kept.')
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  await page.getByText('Agree', { exact: true }).click()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.accept()
})

test('ten idle minutes empty a shared window and sign out; a touch in between starts them anew', async () => {
  const { page, context } = await clinic.sitsDown(4, { device: 'unasked' })
  await page.goto(clinic.home)
  await reads(page, 'On a shared device nothing is kept.')
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  await context.clock.runFor(9 * 60_000)
  await page.getByText('Agree', { exact: true }).click()
  await context.clock.runFor(9 * 60_000)
  await reads(page, 'Question 1 of 3')
  expect(page.url()).toContain(clinic.home)
  page.on('dialog', (dialog) => void dialog.accept())
  await context.clock.runFor(2 * 60_000)
  await page.waitForURL('**/app/sign-in')
  expect(await everythingKept(page)).toBe('[{},{}]')
  await page.goto(clinic.home)
  await page.waitForURL('**/app/sign-in?next=*')
})

test('on a browser that the first one called her own, the second neither sees, sends nor uses what waits there', async () => {
  const who = await clinic.sitsDown(5, { device: 'unasked' })
  const { page, context } = who
  const tickets: (string | null)[] = []
  const ballots: Buffer[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/ticket')) tickets.push(request.postData())
    const body = request.postDataBuffer()
    if (request.url().endsWith('/a/ballots') && body) ballots.push(body)
  })
  await page.goto(clinic.home)
  await press(page, 'Yes, only I use it')
  await eventually(() => tickets.length === 1, { what: 'the ticket of the first' })
  await page.getByRole('link', { name: 'Answer now' }).click()
  await tap(page, ['Strongly disagree', 'Strongly disagree', 'Strongly disagree'])
  await context.setOffline(true)
  await press(page, 'Send')
  await reads(page, 'Thank you.')
  const address = page.url()
  await context.setOffline(false)
  await signOut(page)

  const before = inPool()
  await clinic.takesOver(who, 6)
  await page.goto(clinic.home)
  await reads(page, 'Is this device yours alone?')
  expect(await page.locator('main').innerText()).not.toMatch(
    /waiting on this device|answers were received\. Thank|Carry on|leaving/,
  )
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  expect(await page.locator('input:checked').count()).toBe(0)
  expect(new Set(tickets).size).toBe(2)
  await tap(page, ['Agree', 'Agree', 'Agree'])
  await press(page, 'Send')
  await reads(page, 'Your answers were received.')
  expect(inPool()).toBe(before + 1)
  expect(ballots).toHaveLength(1)
  await page.goto(address)
  await reads(page, 'Nobody is signed in to Kith in this browser.')

  // What the first one left is sent all the same, once, without being shown.
  await context.clock.runFor(20 * 60_000)
  await eventually(() => inPool() === before + 2, { what: 'the ballot of the first' })
  expect(ballots).toHaveLength(2)
  expect(ballots[0]?.equals(ballots[1] ?? Buffer.alloc(0))).toBe(false)
  expect(await page.locator('main').innerText()).not.toMatch(/were received\. Thank/)
})

test('who says later that others use the device too leaves nothing of hers on it', async () => {
  const { page } = await clinic.sitsDown(7, { device: 'unasked' })
  await page.goto(clinic.home)
  await press(page, 'Yes, only I use it')
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  await page.getByText('Agree', { exact: true }).click()
  await page.goto(`${clinic.home}/account`)
  await reads(page, 'You said that only you use this device.')
  await press(page, 'Others use this device too')
  await reads(page, 'This device counts as shared.')
  await eventually(async () => (await everythingKept(page)) === '[{},{}]', {
    what: 'an empty browser',
  }).catch(async () => expect(await everythingKept(page)).toBe('[{},{}]'))
})

test('a check-in carried to a phone is answered there without a session; the first device forgets it', async () => {
  const first = await clinic.sitsDown(8, { device: 'shared' })
  const { page } = first
  await page.goto(clinic.home)
  await reads(page, 'On a shared device nothing is kept.')
  await press(page, 'Answer on my own phone instead')
  await reads(page, 'Whoever can see this code can answer in your place.')
  await page.getByRole('img', { name: 'A code for the camera of your phone' }).waitFor()
  await page.locator('summary', { hasText: 'Without a camera' }).click()
  const address = await page.getByRole('textbox', { name: 'Without a camera' }).inputValue()
  expect(address).toMatch(/\/answer#carry\/[\w-]{706}$/)
  await press(page, 'My phone has it: forget it here')
  await reads(page, 'Your check-in is on another device, or in a window that was closed.')

  const phoneOfHers = await clinic.passesBy({ device: 'unasked' })
  const asked: string[] = []
  phoneOfHers.context.on('request', (request) => asked.push(request.url()))
  await phoneOfHers.page.goto(address)
  await press(phoneOfHers.page, 'Yes, only I use it')
  await reads(phoneOfHers.page, 'Question 1 of 3')
  await phoneOfHers.page.reload()
  const before = inPool()
  await tap(phoneOfHers.page, ['Agree', 'Agree', 'Agree'])
  await press(phoneOfHers.page, 'Send')
  await press(phoneOfHers.page, 'Send it now instead')
  await reads(phoneOfHers.page, 'Your answers were received.')
  expect(inPool()).toBe(before + 1)
  // Neither ticket nor seed was in anything that a server is asked, and nothing said who it is.
  const secret = address.slice(-500)
  expect(asked.filter((url) => url.split('#')[0]?.includes(secret.slice(0, 40)))).toEqual([])
  expect(asked.filter((url) => new URL(url).pathname.startsWith('/app'))).toEqual([])
  expect((await phoneOfHers.context.cookies()).filter(({ name }) => name !== 'kith.device')).toEqual([])

  // Opened once more, elsewhere: it is the same ticket, and it is spent.
  const another = await clinic.passesBy({ device: 'unasked' })
  await another.page.goto(address)
  await press(another.page, 'No, or not sure')
  await tap(another.page, ['Disagree', 'Disagree', 'Disagree'])
  await press(another.page, 'Send')
  await reads(another.page, 'Your answers were not accepted.')
  expect(inPool()).toBe(before + 1)
})
