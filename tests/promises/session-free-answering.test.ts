import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import { phone, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { announceOn, type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import type { RunningSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// Seen to fail: with cookies on `/` instead of `/app` (a cookie comes to /answer); with a header of our own on the post
// that the collector allows; with the way to the answering page taken by a link that tells where it stood (a referrer);
// with the second hostname handing on to the pages.

let running: RunningSite
let browser: Browser
let clinic: Organised
let sessions: Map<string, Headers>

beforeAll(async () => {
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 10 }),
    names: ['Surgery 1', 'Surgery 2'],
    site: { hasOwnBallotAddress: true },
  }))
  const wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

type Arrived = { host: string; url: string; method: string; headers: IncomingMessage['headers'] }

// What really comes over the wire, as the server's own HTTP sees it before any of our code does.
const arrived: Arrived[] = []
subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  const { host = '', ...headers } = request.headers
  arrived.push({ host, url: request.url ?? '', method: request.method ?? '', headers })
})

type Seen = { requests: Arrived[]; asked: string[]; bodies: Buffer[] }

/** Goes through a whole check-in as one person and notes every request from the moment she opens it. */
const answerWatched = async (name: string, choices: readonly string[]): Promise<Seen> => {
  const cookies = sessions.get(name)
  if (!cookies) throw new Error(`${name} has not joined.`)
  const who = await visitor(browser, { running, size: phone, cookies })
  const { page, context } = who
  const ticket = page.waitForResponse((response) => response.url().endsWith('/ticket'))
  await page.goto(`/app/${clinic.slug}`)
  await (await ticket).finished()
  expect((await context.cookies()).map(({ name }) => name)).toContain('kith.session_token')
  const open = page.getByRole('link', { name: 'Answer now' })
  await open.waitFor()
  await page.getByText('One moment, this device').waitFor({ state: 'hidden' })

  // What the home page still asks for is the home page's: it is let finish.
  await page.waitForLoadState('networkidle')

  const seen: Seen = { requests: [], asked: [], bodies: [] }
  context.on('request', (request) => {
    seen.asked.push(request.url())
    const body = request.postDataBuffer()
    if (body) seen.bodies.push(body)
  })
  arrived.length = 0
  await open.click()
  for (const words of choices) {
    await page.getByText(words, { exact: true }).tap()
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Your answers leave this device before').waitFor()
  await who.wait(16)
  await page.getByText('Your answers were received.').waitFor()
  seen.requests.push(...arrived)
  expect(who.complaints).toEqual([])
  await context.close()
  return seen
}

test('from opening a check-in until its ballot is received, no request says who somebody is', async () => {
  const first = await answerWatched('Surgery 1', ['Agree', 'Agree', 'Agree'])
  const second = await answerWatched('Surgery 2', ['Strongly disagree', 'Neither', 'Strongly agree'])

  const ours = [new URL(running.url).host, new URL(running.anonymousUrl ?? '').host]
  for (const { requests, asked } of [first, second]) {
    // Nothing was asked of anybody else, and nothing with a name in its address.
    for (const url of asked) expect(ours, url).toContain(new URL(url).host)
    expect(requests.length).toBeGreaterThan(1)
    for (const { url, headers } of requests) {
      expect(url).not.toMatch(/^\/app(\/|$)|[?#]/)
      for (const name of ['cookie', 'authorization', 'proxy-authorization', 'referer'])
        expect(headers, url).not.toHaveProperty(name)
      // What is left is what every browser sends of itself; nothing else may be there.
      expect(
        Object.keys(headers).filter((name) => !everyBrowsers.test(name)),
        url,
      ).toEqual([])
    }
  }
  const posts = [first, second].map(({ requests }) => requests.filter(({ method }) => method === 'POST'))
  for (const sent of posts) expect(sent.map(({ host, url }) => host + url)).toEqual([`${ours[1]}/a/ballots`])
  expect(posts[0]).toEqual(posts[1])
  const bodies = [first, second].map((one) => one.bodies)
  for (const sent of bodies) expect(sent.map(({ length }) => length)).toEqual([BALLOT_SIZE])
  expect(bodies[0]?.[0]?.equals(bodies[1]?.[0] ?? Buffer.alloc(0))).toBe(false)
})

const everyBrowsers =
  /^(accept(-encoding|-language)?|access-control-request-(method|headers)|cache-control|connection|content-(type|length)|if-(none-match|modified-since)|origin|pragma|priority|service-worker|sec-(ch-ua.*|fetch-.*)|upgrade-insecure-requests|user-agent)$/

test('with an address of their own, ballots are asked for there, and only from our pages', async () => {
  const host = new URL(running.anonymousUrl ?? '').host
  const asked = await fetch(`${running.anonymousUrl}/a/ballots`, {
    method: 'OPTIONS',
    headers: { origin: running.url, 'access-control-request-method': 'POST' },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(running.url)
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
  expect(asked.headers.get('access-control-allow-headers')).toBe('content-type')

  const page = await fetch(`${running.url}/answer`)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(/connect-src ([^;]*)/.exec(policy)?.[1]).toBe(`'self' ${running.anonymousUrl}`)
  expect(policy).toContain("require-trusted-types-for 'script'")

  const body = new Uint8Array(BALLOT_SIZE)
  const elsewhere = await sendTo({ port: running.port, headers: { host: new URL(running.url).host }, body })
  expect(elsewhere.status).toBe(404)
  const there = await sendTo({ port: running.port, headers: { host }, body })
  expect(there).toMatchObject({ status: 400, code: 'ballot/not-readable' })
})

test('the address that takes ballots serves nothing else and hands out no cookie', async () => {
  const host = new URL(running.anonymousUrl ?? '').host
  const paths = [
    '/',
    '/answer',
    '/support',
    '/app',
    `/app/${clinic.slug}`,
    '/app/sign-in',
    '/favicon.svg',
    '/healthz',
  ]
  for (const path of [
    ...paths,
    '/a',
    '/a/',
    '/a/other',
    '/a/ballots?x=1',
    '//a/ballots',
    `/manifests/${clinic.slug}`,
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const answer = await sendTo({ port: running.port, method, path, headers: { host, cookie: 'kith=1' } })
      expect(answer.status, `${method} ${path}`).toBe(404)
      expect(answer.headers).not.toHaveProperty('set-cookie')
      expect(answer.headers).not.toHaveProperty('date')
    }
  }
  const read = await sendTo({ port: running.port, method: 'GET', path: '/a/ballots', headers: { host } })
  expect(read.status).toBe(405)
})
