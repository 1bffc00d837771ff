import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRelease, readReleaseHeads, readWaves } from '#capabilities/checkins/index.server.ts'
import {
  findActor,
  listStaff,
  listUnits,
  removeOldRecords,
  seePeople,
} from '#capabilities/people/index.server.ts'
import type { Composition } from '../../src/composition.server.ts'
import { type OpenDemo, openDemo } from '../../src/demo/open-demo.server.ts'
import { openBrowser, phone, picture, visitor } from '../rehearsal/browser.ts'
import { kithIn } from '../rehearsal/kith-command.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'

// One site, told in order: it begins as any other, becomes a demo, and is started again.

const fiction = 'A demo: the hospital, its people and its past results are made up.'
/** The same in the language of a page: some people there read in another. */
const fictionIn = (page: string): string => {
  const [, language = 'en'] = /<html lang="(\w+)"/.exec(page) ?? []
  const texts = JSON.parse(readFileSync(`messages/${language}.json`, 'utf8')) as Record<string, string>
  return texts.demo_banner ?? 'no such text'
}
let running: RunningSite
let browser: Browser
let opened: OpenDemo

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const linkOf = (name: string) => opened.links.find(({ who }) => who.startsWith(name))?.address ?? ''

/** The stages of making a demo, each with how many of its transactions are done before the site is killed. */
const kills: readonly [stage: RegExp, transactions: number][] = [
  [/^The staff/, 2],
  [/^The staff/, 9],
  [/^The staff/, 30],
  [/^The staff/, 300],
  [/^Results/, 0],
  [/^A check-in/, 1],
  [/^A check-in/, 3],
]

/** Makes the demo with a database that goes away after so many transactions of a stage. */
const openAndDie = (site: Composition, [stage, transactions]: (typeof kills)[number]) => {
  let left = Number.POSITIVE_INFINITY
  const orDie = <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1
    return left < 0 ? Promise.reject(new Error('killed')) : work()
  }
  const database: Composition['database'] = {
    ...site.database,
    inOrganisation: (organisation, work) => orDie(() => site.database.inOrganisation(organisation, work)),
    inSite: (work) => orDie(() => site.database.inSite(work)),
  }
  const dying = { ...site, database, checkins: { ...site.checkins, database } }
  return openDemo(dying, (line) => {
    if (stage.test(line)) left = transactions
  })
}

const lookAround = async () => {
  const { composition } = running.site
  const secret = linkOf('Ines Marchetti').split('/').at(-1) ?? ''
  const userId = opened.demo.entrance(secret)?.userId ?? ''
  const actor = await findActor(composition, { userId, slug: 'alder-bridge-hospital' })
  if (!actor) throw new Error('There is no wellbeing lead.')
  const on = { checkins: composition.checkins, actor }
  const [staff, units] = await composition.database.inOrganisation(actor.organisation.id, async (tx) => [
    (await listStaff(tx)).length,
    (await listUnits(tx)).length,
  ])
  const { waves } = await readWaves(on)
  return { on, staff, units, releases: await readReleaseHeads(on), waves }
}

test('on a site of real people the address of a demo is not there, and nothing is called made up', async () => {
  const response = await fetch(`${running.url}/app/demo/anything-at-all-here`, { redirect: 'manual' })
  expect(response.status).toBe(404)
  expect(await (await fetch(running.url)).text()).not.toContain(fiction)
})

test('killed wherever it is, the making of a demo is completed by the next start', {
  timeout: 400_000,
}, async () => {
  const site = running.site.composition
  for (const kill of kills) {
    await expect(openAndDie(site, kill)).rejects.toThrow('killed')
    // As the site does once a day, also while a demo is being made.
    await removeOldRecords(site)
  }
  opened = await openDemo(site)
  site.demo = opened.demo
  const { staff, units, releases, waves } = await lookAround()
  expect({ staff, units, releases: releases.length }).toEqual({ staff: 302, units: 15, releases: 14 })
  expect(waves.filter(({ state }) => state !== 'released').map(({ title }) => title)).toEqual([
    'Week of 20 November',
  ])
})

test('started again, nothing is made twice, and the links are new ones', async () => {
  const before = opened
  // The clock of the site opens the check-in a moment after it was announced.
  const isTold = async () => (await lookAround()).waves.some((wave) => wave.openingToldAt !== null)
  await eventually(isTold, { what: 'the open check-in and its message' })
  const there = await lookAround()
  opened = await openDemo(running.site.composition)
  running.site.composition.demo = opened.demo
  const now = await lookAround()
  expect({ ...now, on: undefined }).toEqual({ ...there, on: undefined })
  for (const { address } of before.links) expect((await fetch(address)).status).toBe(404)
})

test('past results are called fictional, show trends with gaps, and hide what too few people answered', async () => {
  const { on, releases } = await lookAround()
  expect(releases.every(({ title }) => title.endsWith('(fictional)'))).toBe(true)
  const newest = await readRelease({ wave: releases[0]?.wave ?? '' }, on)
  if (!newest.ok) throw new Error(newest.refusal.code)
  expect(newest.value.waves).toHaveLength(10)
  const willow = newest.value.units.find(({ name }) => name === 'Willow ward')
  for (const { cells } of newest.value.items)
    expect(cells.find(({ unit }) => unit === willow?.id)?.shown).toBe(false)
  const points = newest.value.items.flatMap(({ cells }) => cells.flatMap(({ trend }) => trend))
  expect(points.some((point) => point === null)).toBe(true)
  expect(points.filter((point) => point !== null).length).toBeGreaterThan(200)
})

test('every release passes the audit of whoever has its file, and none with a hidden result put back', {
  timeout: 600_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-audit-'))
  const kith = kithIn(folder)
  const page = await fetch(linkOf('Amara Osei'), { redirect: 'manual' })
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { releases } = await lookAround()
  const audited = async (text: string) => {
    const file = join(folder, 'release.json')
    writeFileSync(file, text)
    return kith(['audit', file])
  }
  let hidden = 0
  for (const { wave, title } of releases) {
    const address = `${running.url}/app/alder-bridge-hospital/releases/${wave}/json`
    const text = await (await fetch(address, { headers: { cookie } })).text()
    const { code, said } = await audited(text)
    expect({ title, code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/^Safe: /) })
    if (hidden > 3) continue
    // A team that is hidden, with the few answers that it may have had.
    const release = JSON.parse(text)
    const item = release.items.find(({ cells }: { cells: { shown: boolean }[] }) =>
      cells.some(({ shown }) => !shown),
    )
    const cell = item?.cells.find(({ shown }: { shown: boolean }) => !shown)
    if (!cell) continue
    hidden++
    Object.assign(cell, {
      shown: true,
      n: 2,
      counts: item.options.map((_: object, at: number) => Number(at < 2)),
    })
    expect(await audited(JSON.stringify(release))).toMatchObject({ code: 1 })
  }
  expect(hidden).toBeGreaterThan(1)
  rmSync(folder, { recursive: true, force: true })
})

test('each link signs in as the person it names, and every page says that all is made up', async () => {
  const isTrustees = ({ address }: { address: string }) => address.includes('/trustees/')
  const trustees = opened.links.filter(isTrustees)
  expect(trustees).toHaveLength(2)
  for (const { address } of trustees) {
    // The address of a page for anybody, and behind it her code.
    const [page = '', ...code] = address.split(' ')
    expect((await fetch(page)).status).toBe(200)
    expect(code.join(' ')).toMatch(/\d/)
  }
  for (const { who, address } of opened.links.filter((link) => !isTrustees(link))) {
    const entered = await fetch(address, { redirect: 'manual' })
    expect(entered.status).toBe(303)
    const cookie = entered.headers.getSetCookie().map((line) => line.split(';')[0])
    const home = new URL(entered.headers.get('location') ?? '', running.url)
    const page = await fetch(home, { headers: { cookie: cookie.join('; ') } })
    expect([who, page.status]).toEqual([who, 200])
    const text = await page.text()
    expect(text).toContain(fictionIn(text))
  }
  for (const path of ['/', '/support', '/answer', '/app/sign-in', '/not-there'])
    expect(await (await fetch(running.url + path)).text()).toContain(fiction)
})

test('nearly everybody has joined', async () => {
  const { on } = await lookAround()
  const marta = opened.demo.entrance(linkOf('Marta').split('/').at(-1) ?? '')
  const actor = await findActor(running.site.composition, {
    userId: marta?.userId ?? '',
    slug: on.actor.organisation.slug,
  })
  if (!actor) throw new Error('There is no administrator.')
  const seen = await seePeople(running.site.composition, { actor, query: { status: 'active' } })
  if (!seen.ok) throw new Error(seen.refusal.code)
  expect(seen.value.total).toBeGreaterThan(270)
})

test('a member finds the one check-in that is open on her home page', async () => {
  await running.advanceUntil(async () => (await lookAround()).waves.some(({ state }) => state === 'open'))
  const amara = await visitor(browser, { running, size: phone })
  await amara.page.goto(linkOf('Amara Osei'))
  await eventually(() => amara.page.getByText('Week of 20 November').first().isVisible(), {
    what: 'the open check-in',
  })
  await picture(amara.page, 'demo-home')
  expect(amara.complaints).toEqual([])
})
