import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { furnishClinic } from '#tests/rehearsal/whole-clinic.ts'
import { openBrowser, phone, visitor } from '../../tests/rehearsal/browser.ts'
import { show } from '../report.ts'
import { openBenchSite } from '../site.ts'

// What a real browser, with nothing kept from before, is sent as script from the opening of the answering page until the
// first question can be tapped, and until the ballot was received; each file compressed by brotli at its best. A thousand
// bytes are a kilobyte. The home page, which everybody asked has open before, is another page and not counted: its files
// are fetched in a context of their own, and only what the device keeps is carried over.
const kilobytes = (texts: Iterable<string | Buffer>): number =>
  [...texts].reduce((sum, text) => sum + brotliCompressSync(text).length, 0) / 1000

const running = await openBenchSite('2026-11-20T09:00:00Z')
const browser = await openBrowser()
try {
  const clinic = await furnishClinic(running)
  const who = await visitor(browser, { running, size: phone, cookies: clinic.memberEnters })
  const { page } = who
  await page.goto(`/app/${clinic.slug}`)
  await page.getByText('One moment, this device').waitFor({ state: 'hidden' })
  const link = page.getByRole('link', { name: 'Answer now' })
  const address = await link.getAttribute('href')
  // A page of its own, whose cache is switched off, so that what is shared with the home page counts too.
  const answering = await who.context.newPage()
  const session = await who.context.newCDPSession(answering)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Map<string, Promise<string>>()
  answering.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.set(response.url(), response.text())
  })
  const sizeOf = async () => kilobytes(await Promise.all(scripts.values()))
  // What comes after the question must not be counted with it, and a page begins it at once: it is held back.
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const html = await (await fetch(new URL(address ?? '', running.url))).text()
  const begins = new Set<string>()
  const wanted = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(
    ([, path = '']) => new URL(path, new URL(address ?? '', running.url)).href,
  )
  for (let url = wanted.pop(); url !== undefined; url = wanted.pop()) {
    if (begins.has(url)) continue
    begins.add(url)
    const text = await (await fetch(url)).text()
    for (const [, path = ''] of text.matchAll(/(?:from|import)["'`](\.[^"'`]+\.js)["'`]/g))
      wanted.push(new URL(path, url).href)
  }
  await answering.route('**/*.js', async (route) => {
    if (!begins.has(route.request().url())) await held
    await route.continue()
  })
  await answering.goto(new URL(address ?? '', running.url).href)
  await answering.getByText('Question 1 of').filter({ visible: true }).first().waitFor()
  await answering.locator('label').filter({ visible: true }).first().click()
  const first = await sizeOf()
  const files = scripts.size
  release()
  for (let step = 0; step < 12; step++) {
    const send = answering.getByRole('button', { name: 'Send', exact: true })
    const skip = answering.getByRole('button', { name: 'Skip this one', exact: true })
    await send.or(skip).first().waitFor()
    if (await send.isVisible()) break
    await skip.click()
  }
  await answering.getByRole('button', { name: 'Send', exact: true }).click()
  await answering.getByRole('button', { name: 'Send it now instead', exact: true }).click()
  await answering.getByText('Your answers were received.').filter({ visible: true }).first().waitFor()
  const all = await sizeOf()

  const library = fileURLToPath(new URL('../survey.core.min.js', import.meta.resolve('survey-core')))
  const peer = kilobytes([readFileSync(library)])
  const beside = `survey-core ${peer.toFixed(1)} kB (its user interface, a package that is not installed, comes on top)`
  show({
    what: `script until the first question can be answered (brotli, ${files} files)`,
    ours: `${first.toFixed(1)} kB`,
    beside,
    ratio: first / peer,
    target: 'at most 50 kB',
    isMet: first <= 50,
  })
  show({
    what: `script until the ballot is received (brotli, ${scripts.size} files)`,
    ours: `${all.toFixed(1)} kB`,
    beside,
    ratio: all / peer,
    target: 'at most 65 kB',
    isMet: all <= 65,
  })
} finally {
  await browser.close()
  await running.end()
}
