import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, visitor } from '../rehearsal/browser.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// Scripts and styles that were altered between the server's build and a browser. What refuses them: `withIntegrity` in
// hooks.server.ts, and `laterLoadsSecured` and `secureLaterLoads` in vite.config.ts.

let running: RunningSite
let browser: Browser

beforeAll(async () => {
  running = await runSite({ now: times.before })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

type Part = 'named' | 'brought' | 'later'

/** Opens a page, and lets it load what it loads later, with one part of its files altered. What ran, and what was asked for. */
const openAltered = async (path: string, part: Part | 'none', goOn?: (page: Page) => Promise<unknown>) => {
  const somebody = await visitor(browser, { running, device: 'unasked' })
  const html = await (await fetch(running.url + path, { headers: { accept: 'text/html' } })).text()
  const named = [...html.matchAll(/<script type="module" src="([^"]+)"|href="([^"]+)" rel="stylesheet"/g)]
  const brought = [...html.matchAll(/href="([^"]+)" rel="modulepreload"/g)]
  const pathsOf = (found: RegExpExecArray[]) =>
    found.map(([, one, other]) => new URL(one ?? other ?? '', running.url + path).pathname)
  const isPart = (asked: string): Part =>
    pathsOf(named).includes(asked) ? 'named' : pathsOf(brought).includes(asked) ? 'brought' : 'later'
  const altered: string[] = []
  await somebody.page.route(/\/_app\/.*\.(js|css)$/, async (route) => {
    const asked = new URL(route.request().url()).pathname
    if (isPart(asked) !== part) return route.continue()
    altered.push(asked)
    const response = await route.fetch()
    const more = asked.endsWith('.css')
      ? '\n:root{--altered:1}'
      : '\n;globalThis.altered=(globalThis.altered??0)+1;'
    await route.fulfill({ response, body: (await response.text()) + more })
  })
  await somebody.page.goto(path)
  await somebody.settled()
  await goOn?.(somebody.page)
  await somebody.settled()
  const ran = await somebody.page.evaluate(() => [
    (globalThis as { altered?: number }).altered ?? 0,
    getComputedStyle(document.documentElement).getPropertyValue('--altered'),
  ])
  const { complaints } = somebody
  await somebody.context.close()
  return { altered, ran, complaints: complaints.filter((words) => !words.includes('integrity')) }
}

const toJoin = (page: Page) => page.locator('a[href^="/app/join"]').first().click()
const pages: [path: string, parts: Part[], goOn?: (page: Page) => Promise<unknown>][] = [
  ['/', ['named', 'brought']],
  ['/support', ['named', 'brought']],
  ['/offline', ['named', 'brought']],
  ['/answer', ['named', 'later']],
  ['/app/sign-in', ['named', 'brought', 'later'], toJoin],
]

test.each(pages)('on %s no altered script runs and no altered style is used', async (path, parts, goOn) => {
  const whole = await openAltered(path, 'none', goOn)
  expect(whole).toEqual({ altered: [], ran: [0, ''], complaints: [] })
  for (const part of parts) {
    const { altered, ran } = await openAltered(path, part, part === 'later' ? goOn : undefined)
    expect(altered.length, `${part} of ${path} was asked for`).toBeGreaterThan(0)
    expect(ran, `${part} of ${path}`).toEqual([0, ''])
  }
})
