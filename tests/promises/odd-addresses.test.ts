import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressOfRoute, listRoutes } from '../rehearsal/routes.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'

// Seen to fail: with slugs looked up whatever they are, with the number of an entry read without a limit, and with a
// form read without an answer for one that cannot be.

let running: RunningSite
let clinic: WholeClinic
let cookie: string

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  clinic = await furnishClinic(running)
  cookie = clinic.founderEnters
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
})
afterAll(() => running?.end())

const odd = [
  '%00',
  'a%00b',
  '%EF%BF%BF',
  '9'.repeat(30),
  '-1',
  '1e400',
  '%27%3B--',
  'x'.repeat(3_000),
  '..%2F..',
]

/** Every name that a page looks for behind the question mark, wherever it does. */
const queryNames = (): string[] => {
  const folder = join(import.meta.dirname, '../../src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|svelte)$/.test(name),
  )
  const found = files.flatMap((name) =>
    [
      ...readFileSync(join(folder, name), 'utf8').matchAll(
        /(?:searchParams|url)\.(?:get|has)\('([\w-]+)'\)/g,
      ),
    ].map(([, query = '']) => query),
  )
  return [...new Set([...found, 'q', 'unit', 'status', 'page', 'read-in'])]
}

const parameters = (id: string): Record<string, string> => ({
  organisation: clinic.slug,
  wave: id.includes('releases') ? clinic.waves.released : clinic.waves.open,
  member: clinic.member.member.id,
  unit: clinic.member.member.unit ?? '',
  instrument: 'weekly-five',
  format: 'troika',
  series: clinic.series,
  ...clinic.room,
  secret: 'x'.repeat(43),
})

const failing = async (path: string, given: RequestInit = {}): Promise<string[]> => {
  const response = await fetch(running.url + path, {
    redirect: 'manual',
    ...given,
    headers: { accept: 'text/html', origin: running.url, cookie, ...given.headers },
  })
  await response.arrayBuffer()
  return response.status < 500 ? [] : [`${given.method ?? 'GET'} ${path.slice(0, 120)}: ${response.status}`]
}

test('whatever stands in an address, it is answered and never by a failure of the site', async () => {
  const wrong: string[] = []
  const readable = listRoutes().filter(({ isPage, methods }) => isPage || methods.includes('GET'))
  for (const { id } of readable) {
    const there = parameters(id)
    for (const name of [...id.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name))
      for (const value of odd) wrong.push(...(await failing(addressOfRoute(id, { ...there, [name]: value }))))
    for (const value of odd) {
      const query = queryNames().map((name) => `${name}=${value.slice(0, 60)}`)
      wrong.push(...(await failing(`${addressOfRoute(id, there)}?${query.join('&')}`)))
    }
  }
  expect(wrong).toEqual([])
})

test('a form that cannot be read is refused, and never by a failure of the site', async () => {
  const wrong: string[] = []
  for (const { id, actions, methods } of listRoutes()) {
    const path = addressOfRoute(id, parameters(id))
    for (const action of actions)
      for (const [type, body] of [
        ['multipart/form-data; boundary=x', 'broken'],
        ['multipart/form-data', 'broken'],
        ['application/x-www-form-urlencoded', 'why=%00&q=%00&title=%00&name=%00&item:=%00&__proto__=1'],
      ] as const) {
        const query = action === 'default' ? '' : `?/${action}`
        const given = { method: 'POST', body, headers: { 'content-type': type } }
        wrong.push(...(await failing(path + query, given)))
      }
    for (const method of methods.filter((one) => one !== 'GET'))
      for (const body of ['', '{', '[]', 'null', '"\\u0000"'])
        wrong.push(
          ...(await failing(path, { method, body, headers: { 'content-type': 'application/json' } })),
        )
  }
  expect(wrong).toEqual([])
})
