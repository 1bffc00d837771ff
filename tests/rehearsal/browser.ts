import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { launchOptions } from '../setup/chromium.ts'
import type { RunningSite } from './running-site.ts'

export type Visitor = {
  context: BrowserContext
  page: Page
  /** What the browser complained about: console errors, uncaught errors, breaches of the content policy. */
  complaints: string[]
  /** Sets the clock of her device, whose timers then run as if the time between had passed. */
  wait(minutes: number): Promise<void>
  /** Resolves when nothing has been on its way to a server, or from it, for a moment. */
  settled(): Promise<void>
}

export const phone = { width: 360, height: 740 }
export const desk = { width: 1280, height: 900 }

/** `reaching`: switches of a browser that finds hosts, and trusts authorities, which the world does not know. */
export const openBrowser = async (reaching: readonly string[] = []): Promise<Browser> => {
  const options = await launchOptions()
  return chromium.launch({ ...options, args: [...(options.args ?? []), ...reaching] })
}

/** Somebody with a browser of her own, whose clock agrees with the site's. */
export const visitor = async (
  browser: Browser,
  on: {
    running: RunningSite
    size?: { width: number; height: number }
    look?: 'light' | 'dark'
    hasScripts?: boolean
    cookies?: Headers
    /** What her browser asks pages to be in. */
    language?: string
    /** What she says when she is asked whose device it is; `unasked` leaves the question where it stands. */
    device?: 'own' | 'shared' | 'unasked'
  },
): Promise<Visitor> => {
  const { running, size = desk, look = 'light', hasScripts = true, device = 'own' } = on
  const context = await browser.newContext({
    baseURL: running.url,
    viewport: size,
    colorScheme: look,
    hasTouch: size.width < 600,
    javaScriptEnabled: hasScripts,
    locale: on.language ?? 'en-GB',
    timezoneId: 'Europe/Lisbon',
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  if (hasScripts) {
    await context.clock.install({ time: running.clock.now() })
    await context.exposeFunction('kithComplain', (words: string) => void complaints.push(words))
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        const words = `policy: ${violatedDirective} ${blockedURI} ${sample}`
        ;(globalThis as unknown as { kithComplain(words: string): void }).kithComplain(words)
      })
    })
  }
  if (hasScripts && device !== 'unasked') await context.addInitScript(saysOnceAsked, device)
  if (on.cookies) await context.addCookies(cookiesOf(on.cookies, running.url))
  context.on('weberror', (error) => void complaints.push(`uncaught: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  const underWay = new Set<Request>()
  // A page of a room listens as long as it is open: that is no request to wait for.
  context.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') underWay.add(request)
  })
  const isOver = (request: Request) => void underWay.delete(request)
  context.on('requestfinished', isOver)
  context.on('requestfailed', isOver)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return {
    context,
    page,
    complaints,
    wait: (minutes) => context.clock.fastForward(minutes * 60_000),
    settled: async () => {
      for (let quiet = 0; quiet < 4; quiet = underWay.size === 0 ? quiet + 1 : 0) await pause(25)
    },
  }
}

/** Presses the answer as soon as the question stands there, in every tab, as somebody does who is asked once. */
const saysOnceAsked = (device: string) => {
  const press = () => document.querySelector<HTMLElement>(`button[name="device"][value="${device}"]`)?.click()
  new MutationObserver(press).observe(document, { childList: true, subtree: true })
}

/** The session that an answer of the site began. */
const cookiesOf = (headers: Headers, url: string) =>
  headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/'
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      domain: new URL(url).hostname,
      path,
      httpOnly: true,
      secure: attributes.some((text) => /^secure$/i.test(text)),
      sameSite: 'Lax' as const,
    }
  })

/** Waits until these words can be seen on a page. */
export const reads = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

/** Presses the button of this name. */
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

/** Keeps a picture where somebody asked for pictures (KITH_PICTURES names a folder); otherwise does nothing. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.KITH_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

type Stop = { tag: string; words: string; type: string; checked: boolean; isSeen: boolean }

/** Where the focus is, and whether a sighted person can see it: an outline on it, or on the label drawn for it. */
const readFocus = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const at = document.activeElement
    const isTyped = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
    const label = isTyped ? at.labels?.[0]?.innerText : undefined
    const drawn = [at, at?.closest('label'), at?.nextElementSibling].flatMap((one) =>
      one ? [getComputedStyle(one)] : [],
    )
    return {
      tag: at?.tagName.toLowerCase() ?? '',
      words: (label ?? (at instanceof HTMLElement ? at.innerText : '')).trim(),
      type: at instanceof HTMLInputElement ? at.type : '',
      checked: at instanceof HTMLInputElement && at.checked,
      isSeen:
        // Inside a field for a date the browser draws the focus itself: on a day, a month, the button of its calendar.
        (at instanceof HTMLInputElement && ['datetime-local', 'date', 'time'].includes(at.type)) ||
        drawn.some(
          ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        ),
    }
  })

/** Everything that Tab comes to, from the top of the page, at most so much. */
export const tabStops = async (page: Page, most: number): Promise<Stop[]> => {
  const stops: Stop[] = []
  while (stops.length < most) {
    await page.keyboard.press('Tab')
    const stop = await readFocus(page)
    if (stop.tag === 'body' || stop.tag === 'html') break
    stops.push(stop)
  }
  return stops
}

/** Presses Tab until the focus stands on what the test means. @throws when it cannot be seen, or never comes there. */
export const tabTo = async (page: Page, isMeant: (stop: Stop) => boolean): Promise<void> => {
  const passed: string[] = []
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab')
    const stop = await readFocus(page)
    if (stop.tag === 'body' || stop.tag === 'html') continue
    if (!stop.isSeen) throw new Error(`The focus on “${stop.words}” (${stop.tag}) cannot be seen.`)
    if (isMeant(stop)) return
    passed.push(`${stop.tag} ${stop.words}`)
  }
  throw new Error(`The keyboard never came there. It passed: ${passed.join(', ')}`)
}
