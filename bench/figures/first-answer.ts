import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { furnishClinic } from '#tests/rehearsal/whole-clinic.ts'
import { openBrowser, phone, visitor } from '../../tests/rehearsal/browser.ts'
import { median, show } from '../report.ts'
import { openBenchSite } from '../site.ts'

// From the opening of the answering page, with nothing of it kept in the browser, until a first answer is on the device
// so that a reload finds it again; and every byte that came by then or follows by itself. The network is Chromium's own
// emulation of 400 kbit/s with 400 ms of latency. The check-in itself is on the device, as it is for everybody who has
// opened the home page before.
//
// The peer is survey-core on a page of our own that draws one question and keeps the answer in the browser: its user
// interface is a package that is not installed, and would come on top. Both take turns.
const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const rounds = 3

type Peer = { url: string; close(): void }

const openPeer = async (): Promise<Peer> => {
  const library = fileURLToPath(new URL('../survey.core.min.js', import.meta.resolve('survey-core')))
  const page = `<!doctype html><meta name="viewport" content="width=device-width"><title>Peer</title>
<script src="/library.js"></script><main></main><script src="/page.js"></script>`
  const script = `
const model = new Survey.Model({ elements: [{ type: 'radiogroup', name: 'q', title: 'How was it?', choices: [1,2,3,4,5] }] })
const kept = localStorage.getItem('kept')
if (kept) model.data = JSON.parse(kept)
model.onValueChanged.add(() => { localStorage.setItem('kept', JSON.stringify(model.data)); window.isKept = true })
const question = model.getQuestionByName('q')
for (const choice of question.visibleChoices) {
  const label = document.createElement('label')
  const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'q', checked: question.value === choice.value })
  input.onchange = () => { question.value = choice.value }
  label.append(input, choice.text)
  document.querySelector('main').append(label)
}`
  const files: Record<string, [type: string, bytes: Buffer]> = {
    '/': ['text/html', Buffer.from(page)],
    '/page.js': ['text/javascript', Buffer.from(script)],
    '/library.js': ['text/javascript', readFileSync(library)],
  }
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  const packed = Object.entries(files).map(
    ([path, [type, bytes]]) => [path, { type, bytes: brotliCompressSync(bytes, best) }] as const,
  )
  const served = new Map(packed)
  const server = createServer((request, response) => {
    const file = served.get(request.url ?? '')
    if (!file) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': `${file.type}; charset=utf-8`, 'content-encoding': 'br' })
    return response.end(file.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A tab on the slow network that has kept no file, and counts what comes over the wire. */
const emptyTab = async (
  context: BrowserContext,
): Promise<{ page: Page; bytes: () => number; devtools: CDPSession }> => {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.clearBrowserCache')
  // The worker that keeps copies would make a second visit fast: this is the first.
  await devtools.send('Network.setBypassServiceWorker', { bypass: true })
  await devtools.send('Network.emulateNetworkConditions', slow)
  let sum = 0
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sum += encodedDataLength
  })
  return { page, bytes: () => sum, devtools }
}

type Taken = { seconds: number; bytes: number }

const measure = async (given: {
  context: BrowserContext
  url: string
  tap: (page: Page) => Promise<void>
  isKept: (page: Page) => Promise<unknown>
}): Promise<Taken> => {
  const { page, bytes, devtools } = await emptyTab(given.context)
  const began = performance.now()
  await page.goto(given.url, { waitUntil: 'commit' })
  await given.tap(page)
  await given.isKept(page)
  const seconds = (performance.now() - began) / 1000
  await page.waitForLoadState('networkidle')
  const came = bytes()
  await devtools.send('Network.emulateNetworkConditions', { ...slow, latency: 0, downloadThroughput: -1 })
  await page.reload()
  await page.locator('input:checked').waitFor({ state: 'attached' })
  await page.close()
  return { seconds, bytes: came }
}

/** Until the answer stands in the browser's own store, as the answering page keeps it. */
const draftIsKept = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('kith')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const read = () =>
      new Promise<{ answers: object }[]>((resolve) => {
        const request = database.transaction('drafts').objectStore('drafts').getAll()
        request.onsuccess = () => resolve(request.result)
      })
    while (!(await read()).some(({ answers }) => Object.keys(answers).length > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    database.close()
  })
const forgetDraft = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('kith')
      request.onsuccess = () => resolve(request.result)
    })
    const change = database.transaction('drafts', 'readwrite')
    change.objectStore('drafts').clear()
    await new Promise((resolve) => {
      change.oncomplete = resolve
    })
    database.close()
  })

const running = await openBenchSite('2026-11-20T09:00:00Z')
const browser = await openBrowser()
const peer = await openPeer()
try {
  const clinic = await furnishClinic(running)
  const { page: home, context } = await visitor(browser, {
    running,
    size: phone,
    cookies: clinic.memberEnters,
  })
  await home.goto(`/app/${clinic.slug}`)
  await home.getByText('One moment, this device').waitFor({ state: 'hidden' })
  // A page that was fetched just before would lend its scripts from memory: this one has nothing to lend.
  const address = await home.locator('a[href^="/answer#"]').first().getAttribute('href')
  const url = new URL(address ?? '', running.url).href
  const ours: Taken[] = []
  const theirs: Taken[] = []
  for (let round = 0; round < rounds; round++) {
    await forgetDraft(home)
    ours.push(
      await measure({
        context,
        url,
        tap: (page) => page.locator('label').filter({ visible: true }).first().click(),
        isKept: draftIsKept,
      }),
    )
    const strangers = await browser.newContext({ viewport: phone })
    theirs.push(
      await measure({
        context: strangers,
        url: peer.url,
        tap: (page) => page.locator('label').first().click(),
        isKept: (page) => page.waitForFunction(() => 'isKept' in globalThis),
      }),
    )
    await strangers.close()
  }
  const seconds = (taken: Taken[]) => median(taken.map((one) => one.seconds))
  const kilobytes = (taken: Taken[]) => median(taken.map((one) => one.bytes)) / 1000
  const beside = 'survey-core on a page of our own, without its user interface,'
  show({
    what: 'seconds to a first answer that survives a reload, empty cache, 400 kbit/s, 400 ms',
    ours: seconds(ours).toFixed(2),
    beside: `${beside} ${seconds(theirs).toFixed(2)}`,
    ratio: seconds(ours) / seconds(theirs),
    target: 'at most 3',
    isMet: seconds(ours) <= 3,
  })
  show({
    what: 'kilobytes over the wire in all, until the page is still',
    ours: kilobytes(ours).toFixed(1),
    beside: `${beside} ${kilobytes(theirs).toFixed(1)}`,
    ratio: kilobytes(ours) / kilobytes(theirs),
    target: 'at most 200',
    isMet: kilobytes(ours) <= 200,
  })
} finally {
  peer.close()
  await browser.close()
  await running.end()
}
