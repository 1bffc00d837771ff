import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringIn, foundFirst, joinAs, staffList } from '../rehearsal/people-on-site.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Seen to fail: with every peer believed about X-Forwarded-For, without the 411, without the 413, and with the permission
// to bring a list in asked for after the list was read.

let running: RunningSite
let slug: string
let cookie: string
beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  const clinic = await foundFirst(running, 'Alder Bridge')
  await bringIn(running, { to: clinic, list: staffList({ Surgery: 2 }) })
  const entered = await joinAs(running, { to: clinic, names: ['Surgery 1'] })
  slug = clinic.slug
  cookie = (entered.get('Surgery 1')?.getSetCookie() ?? []).map((line) => line.split(';')[0]).join('; ')
})
afterAll(() => running?.end())

/** Sends these lines and nothing more, and reads the first line of the answer. */
const sendRaw = (lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: running.port, host: '127.0.0.1' })
    socket.once('error', reject)
    socket.once('data', (bytes) => {
      resolve(bytes.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.write(lines.map((line) => `${line}\r\n`).join(''))
  })
const head = (path: string, ...more: string[]) => [
  `POST ${path} HTTP/1.1`,
  `host: ${new URL(running.url).host}`,
  `origin: ${running.url}`,
  ...more,
]

test('a stranger who invents addresses to call from is counted as one, and stopped', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 130; at += 1) {
    const response = await fetch(`${running.url}/app/join/ABCDEFGHJKMN`, {
      headers: { 'x-forwarded-for': `198.51.100.${at}`, 'x-kith-address': `198.51.100.${at}` },
    })
    await response.arrayBuffer()
    statuses.push(response.status)
  }
  expect(statuses.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 404))
  expect(statuses.at(-1)).toBe(429)
})

test('whatever is answered, a browser guesses no kind, frames nothing, and runs no script that is not of a page', async () => {
  const paths = [
    '/favicon.svg',
    '/_app/answer.js',
    '/integrity.json',
    '/_app/nothing.js',
    '/app',
    '/manifests/x',
  ]
  for (const path of paths) {
    const { headers } = await fetch(running.url + path, { redirect: 'manual' })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, path).toMatch(/default-src 'none'/)
    expect(policy, path).toMatch(/frame-ancestors 'none'/)
    expect(policy, path).toMatch(/base-uri 'none'/)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin')
  }
})

test('what a stranger says about encryption leads nobody astray', async () => {
  const response = await fetch(running.url, {
    redirect: 'manual',
    headers: { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' },
  })
  expect(response.status).toBe(200)
  expect(await response.text()).not.toContain('evil.example')
  expect(response.headers.get('strict-transport-security')).toBeNull()
})

test('under another name the same page is looked for at the site’s own address', async () => {
  for (const [asked, found] of [
    ['/support?a=1', '/support?a=1'],
    ['//evil.example/x', '/evil.example/x'],
  ]) {
    const response = await fetch(`http://127.0.0.1:${running.port}${asked}`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([307, running.url + found])
  }
})

test('a body that does not say its length beforehand is refused', async () => {
  const chunks = ['transfer-encoding: chunked', '', 'f'.repeat(3), 'x'.repeat(10)]
  expect(await sendRaw(head('/app/sign-in?/send', ...chunks))).toBe('HTTP/1.1 411 Length Required')
})

test('a body that says that it is too long is refused before it is sent', async () => {
  const long = ['content-type: application/x-www-form-urlencoded', 'content-length: 600000', '']
  expect(await sendRaw(head('/app/sign-in?/send', ...long))).toBe('HTTP/1.1 413 Payload Too Large')
})

test('a staff list of somebody who may not bring one in is refused before it is read', async () => {
  const upload = [
    `cookie: ${cookie}`,
    'accept: text/html',
    'content-type: multipart/form-data; boundary=x',
    'content-length: 30000000',
    '',
    '--x',
  ]
  const path = `/app/${slug}/people/import?/upload`
  expect(await sendRaw(head(path, ...upload))).toBe('HTTP/1.1 404 Not Found')
})

test('where nobody set a token there are no metrics, whatever is sent', async () => {
  for (const authorization of ['Bearer ', 'Bearer undefined', 'Bearer null']) {
    const response = await fetch(`${running.url}/metrics`, { headers: { authorization } })
    expect([response.status, await response.text()]).toEqual([404, '404\n'])
  }
})

test('a page that has not changed keeps the policy that it came with', async () => {
  const first = await fetch(`${running.url}/support`)
  expect(first.headers.get('content-security-policy')).toContain('script-src')
  const etag = first.headers.get('etag') ?? ''
  const again = await fetch(`${running.url}/support`, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  expect(again.headers.get('content-security-policy')).toBeNull()
})
