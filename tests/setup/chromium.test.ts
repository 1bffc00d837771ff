import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchOptions } from './chromium.ts'

test('the browser that journeys use renders, has the ciphers of a ballot and runs a service worker', async () => {
  const pages: Record<string, [type: string, body: string]> = {
    '/': ['text/html', '<h1>Good morning</h1>'],
    '/worker.js': [
      'text/javascript',
      `addEventListener('install', () => skipWaiting())
       addEventListener('activate', (event) => event.waitUntil(clients.claim()))
       addEventListener('fetch', (event) => {
         if (event.request.url.endsWith('/kept')) event.respondWith(new Response('from the worker'))
       })`,
    ],
  }
  const server = createServer((request, response) => {
    const [type, body] = pages[request.url ?? ''] ?? ['text/plain', 'from the network']
    response.setHeader('content-type', type).end(body)
  }).listen(0, 'localhost')
  const browser = await chromium.launch(await launchOptions())
  try {
    const page = await browser.newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    expect(await page.textContent('h1')).toBe('Good morning')
    expect(await page.screenshot()).not.toHaveLength(0)
    const found = await page.evaluate(async () => {
      const sealing = await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits'])
      const signing = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
      const claimed = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve)
      })
      await navigator.serviceWorker.register('/worker.js')
      await claimed
      const kept = await (await fetch('/kept')).text()
      return [sealing instanceof Object, signing instanceof Object, kept]
    })
    expect(found).toEqual([true, true, 'from the worker'])
  } finally {
    await browser.close()
    server.close()
  }
})
