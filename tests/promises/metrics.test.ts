import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMetrics } from '#platform/metrics/metrics.server.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { answerAsStaff, staffOf } from '../rehearsal/staff-answers.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'
import { findWord, freshWord } from './evidence/canaries.ts'

// Seen to fail: with the comparison of the token taken away (anybody reads), and with prom-client's own collection added.

const token = `secret-${'x'.repeat(20)}`
const team = freshWord()
const path = freshWord()
let running: RunningSite
let clinic: WholeClinic

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z', settings: { METRICS_TOKEN: token } })
  const names = [...Array(9).keys()].map((at) => `${team} ${at + 1},${team},Nurse,`)
  const list = ['name,team,profession,e-mail', ...names].join('\n')
  clinic = await furnishClinic(running, { name: `House ${team}`, title: team, list, member: `${team} 1` })
}, 240_000)
afterAll(() => running?.end())

const read = (authorization?: string, method = 'GET') =>
  fetch(`http://127.0.0.1:${running.port}/metrics`, {
    method,
    redirect: 'manual',
    headers: authorization === undefined ? {} : { authorization },
  })

test('whoever does not know the token finds no metrics at all', async () => {
  for (const said of [undefined, '', 'Bearer', `Bearer ${token.slice(0, -1)}`, `Bearer ${token}x`, token]) {
    const response = await read(said)
    expect([said, response.status, await response.text()]).toEqual([said, 404, '404\n'])
  }
  expect((await read(`Bearer ${token}`, 'POST')).status).toBe(404)
})

test('no name, no organisation, no address and nothing of the path of an answer is ever in them', async () => {
  const people = (await staffOf(running, clinic.slug)).slice(0, 4)
  expect(await answerAsStaff(running, { people, wave: clinic.waves.open })).toBe(4)
  for (const place of [`/a/${path}`, `/app/${path}`, `/app/operator/${path}`, `/${path}`, `/?${path}`])
    await sendTo({ port: running.port, method: 'GET', path: place, headers: { host: host(), cookie: path } })
  await fetch(`${running.url}/app/${clinic.slug}`, { headers: { cookie: cookieOf(clinic.memberEnters) } })
  const response = await read(`Bearer ${token}`)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(text).toMatch(/^kith_database_up 1$/m)
  expect(text).toMatch(/^kith_request_duration_seconds_count\{kind="home"\} \d+$/m)
  expect(text).toMatch(/^kith_jobs\{queue="close-wave",state="waiting"\} \d+$/m)
  for (const word of [team, path, clinic.slug, 'ines duarte', 'example.org', '127.0.0.1', clinic.waves.open])
    expect([word, findWord(word, { metrics: Buffer.from(text.toLowerCase()) })]).toEqual([word, []])
  const figures = text.replaceAll(/^#.*$/gm, '')
  expect(figures).not.toMatch(/"\/a|ballot|answer|ticket/i)
})

test('no figure but those of the process itself moves when people answer', async () => {
  const metrics = createMetrics({ token, health: running.site.composition.health, elapsed: forward() })
  const figures = async () => {
    const told: string[] = []
    const response = { writeHead: () => {}, end: (text: string) => told.push(text) }
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } }
    expect(await metrics.answer(request as never, response as never)).toBe(true)
    // The work that is done every minute goes on meanwhile, and a database tidies itself.
    return told
      .join('')
      .replaceAll(
        /^kith_(process|event_loop|job_last|jobs\{queue="(ad|se|re)|disk|stored_bytes\{what="da).*$/gm,
        '',
      )
  }
  try {
    const before = await figures()
    const people = (await staffOf(running, clinic.slug)).slice(4)
    expect(await answerAsStaff(running, { people, wave: clinic.waves.open })).toBe(5)
    expect(await figures()).toBe(before)
    expect(before).toMatch(/^kith_stored_bytes\{what="waves"\} [1-9]\d+$/m)
  } finally {
    metrics.stop()
  }
})

test('within a minute everybody who asks is told the same, so that no single moment shows', async () => {
  const [first, second] = [await read(`Bearer ${token}`), await read(`Bearer ${token}`)]
  expect(await second.text()).toBe(await first.text())
})

const host = () => new URL(running.url).host
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
const forward = () => {
  let now = 0
  return () => (now += 60_000)
}
