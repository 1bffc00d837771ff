import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { press, reads, type Visitor } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { times } from '../rehearsal/wave.ts'

// Answering where there is no network: cellars, night shifts, weeks abroad. Each test is another person.

let clinic: OpenClinic

beforeAll(async () => {
  clinic = await openClinic({ staff: 9, joined: 9, form: { closes: '2026-12-13T20:00' } })
})
afterEach(async ({ task }) => {
  await clinic.everybodyLeaves(task.result?.state === 'fail' ? task.name : undefined)
  expect(clinic.running.incidents).toEqual([])
})
afterAll(() => clinic?.end())

const patience = { timeout: 30_000 }
/** Counts the ballots that the site took from a browser. */
const countTaken = (context: BrowserContext): { taken: number } => {
  const count = { taken: 0 }
  context.on('response', (response) => {
    if (response.url().endsWith('/a/ballots') && response.status() === 200) count.taken += 1
  })
  return count
}
/** Until the worker has kept its copies, which it does once, after the first visit. */
const isKept = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')

const holdsTicket = (page: Page) =>
  page.evaluate(async () => {
    // Opening it before the site has would leave the site one without shelves.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'kith')) return false
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('kith')
      request.onsuccess = () => resolve(request.result)
    })
    if (!database.objectStoreNames.contains('tickets')) return false
    const kept = await new Promise<{ state: string }[]>((resolve) => {
      const request = database.transaction('tickets').objectStore('tickets').getAll()
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return kept.some(({ state }) => state === 'held')
  })

/** Opens her home page once, as everybody does who was sent a message. */
const visitOnce = async ({ page }: Visitor): Promise<void> => {
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Answer now' }).waitFor()
  await expect.poll(() => holdsTicket(page), patience).toBe(true)
  await expect.poll(() => isKept(page), patience).toBe(true)
}
const withoutNetwork = (context: BrowserContext) => context.setOffline(true)
const skipThrough = async (page: Page): Promise<void> => {
  for (const step of [2, 3]) {
    await page.getByText(`Question ${step} of 3`).first().waitFor()
    await press(page, 'Skip this one')
  }
}

/** Comes back to a closed browser in a place without a network, finds her check-in, and answers it. */
const answerOffline = async ({ context }: Visitor): Promise<Page> => {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(clinic.home)
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
  return page
}
const letMinutesPass = async (context: BrowserContext, minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) await context.clock.runFor(60_000)
}
const moveTo = async (context: BrowserContext, instant: string) => {
  clinic.running.clock.set(instant)
  await context.clock.setSystemTime(new Date(instant))
}

test('the site can be installed: it has a name, icons that may be cut, and colours for day and night', async () => {
  const { page, context } = await clinic.sitsDown(9)
  await page.goto('/')
  await expect.poll(() => isKept(page), patience).toBe(true)
  const devtools = await context.newCDPSession(page)
  const { errors, data } = await devtools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // Each test has a window of its own that keeps nothing, which cannot install anything.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  const { icons } = JSON.parse(data ?? '') as { icons: { src: string; purpose: string; sizes: string }[] }
  expect(icons.map(({ purpose }) => purpose)).toContain('maskable')
  for (const { src } of icons) expect((await fetch(clinic.running.url + src)).status).toBe(200)
  const colours = await page.locator('meta[name="theme-color"]').all()
  expect(await Promise.all(colours.map((meta) => meta.getAttribute('media')))).toEqual([
    '(prefers-color-scheme: light)',
    '(prefers-color-scheme: dark)',
  ])
})

test('a check-in is opened and answered with no network, from a browser that was closed, and is sent once', async () => {
  const who = await clinic.sitsDown(1)
  const { context } = who
  await visitOnce(who)
  await who.page.close()
  await withoutNetwork(context)
  const count = countTaken(context)
  const page = await answerOffline(who)
  await letMinutesPass(context, 30)
  await page.goto('/offline')
  await reads(page, /wait here and go by themselves/)
  await page.close()
  expect(count.taken).toBe(0)

  // The network comes back while the site itself is down; then both are there, and any page will do.
  await context.setOffline(false)
  await clinic.running.stop()
  const later = await context.newPage()
  await later.goto('/support')
  await reads(later, 'If you or somebody near you is in danger now')
  await letMinutesPass(context, 5)
  expect(count.taken).toBe(0)
  await clinic.running.start()
  const passing = async () => {
    await context.clock.runFor(60_000)
    return count.taken
  }
  await expect.poll(passing, patience).toBe(1)
  await letMinutesPass(context, 60)
  expect(count.taken).toBe(1)
}, 120_000)

test('answers kept for weeks are taken up to a day after the closing', async () => {
  const who = await clinic.sitsDown(2)
  const { context } = who
  await visitOnce(who)
  await who.page.close()
  await withoutNetwork(context)
  const count = countTaken(context)
  await (await answerOffline(who)).close()

  await moveTo(context, '2026-12-14T10:00:00Z')
  const page = await context.newPage()
  await page.goto('/offline')
  await reads(page, /wait here and go by themselves/)
  await context.setOffline(false)
  const passing = async () => {
    await context.clock.runFor(60_000)
    return count.taken
  }
  await expect.poll(passing, patience).toBe(1)
}, 120_000)

test('answers that come more than a day after the closing are told to be too late', async () => {
  clinic.running.clock.set(times.during)
  const who = await clinic.sitsDown(3)
  const { context } = who
  await visitOnce(who)
  await who.page.close()
  await withoutNetwork(context)
  const page = await answerOffline(who)

  await moveTo(context, '2026-12-15T10:00:00Z')
  await clinic.running.site.composition.jobs.send('advance-waves', {})
  await context.setOffline(false)
  const isTold = async () => {
    await context.clock.runFor(60_000)
    return page.getByText('Your answers came too late.').filter({ visible: true }).count()
  }
  await expect.poll(isTold, patience).toBe(1)
}, 120_000)

test('without a network Get support opens what this browser keeps, signed out too; nothing below /app is kept', async () => {
  clinic.running.clock.set(times.during)
  const who = await clinic.sitsDown(4)
  const { page, context } = who
  await page.goto(clinic.home)
  await expect.poll(() => isKept(page), patience).toBe(true)
  const kept = () =>
    page.evaluate(async () => {
      const addresses: string[] = []
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname)
      return addresses
    })
  await expect.poll(kept, patience).toContain(`/support/${clinic.slug}`)
  await page.goto(`${clinic.home}/account`)
  await page.goto(clinic.home)
  expect((await kept()).filter((path) => path === '/app' || path.startsWith('/app/'))).toEqual([])

  await context.clearCookies()
  await withoutNetwork(context)
  await page.goto('/app/sign-in')
  await reads(page, 'There is no network right now.')
  await page.getByRole('link', { name: 'Get support' }).click()
  await reads(page, 'A made-up crisis')
  expect(await page.getByRole('link', { name: 'Call 000 000' }).first().getAttribute('href')).toBe(
    'tel:000000',
  )
  await page.goto('/support')
  await reads(page, 'Alder Bridge')
})

test('a new version waits until every page of the old one is closed, and then takes over by itself', async () => {
  const { page, context } = await clinic.passesBy()
  await page.goto('/')
  await expect.poll(() => isKept(page), patience).toBe(true)
  // From its second opening on a page is the worker's.
  await page.goto('/support')
  const workers = (from: Page) =>
    from.evaluate(async () => {
      const { active, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {}
      return { active: active?.scriptURL.split('/').at(-1), waiting: waiting?.scriptURL.split('/').at(-1) }
    })
  // A worker of another address is to the browser what one of other bytes is: the next version.
  const answering = await context.newPage()
  await answering.goto('/answer')
  await answering.evaluate(async () => {
    const { trustedTypes } = globalThis as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } }
    }
    const policy = trustedTypes.createPolicy('kith-worker', { createScriptURL: (url: string) => url })
    await navigator.serviceWorker.register(policy.createScriptURL('/service-worker.js?next'), {
      type: 'module',
    })
  })
  const both = { active: 'service-worker.js', waiting: 'service-worker.js?next' }
  await expect.poll(() => workers(page), patience).toEqual(both)
  await answering.close()
  // Another page opened meanwhile stays with the old one, too.
  const another = await context.newPage()
  await another.goto('/offline')
  expect(await workers(another)).toEqual(both)
  await another.close()
  await page.close()
  const later = await context.newPage()
  await later.goto('/offline')
  await expect.poll(() => workers(later), patience).toEqual({ active: both.waiting, waiting: undefined })
})
