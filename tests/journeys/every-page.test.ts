import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objectionsOf } from '../rehearsal/axe.ts'
import { desk, openBrowser, phone, picture, tabStops, type Visitor, visitor } from '../rehearsal/browser.ts'
import { addressOfRoute, listRoutes } from '../rehearsal/routes.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'

let running: RunningSite
let browser: Browser
let clinic: WholeClinic
const members = {} as Record<'nobody' | 'member' | 'founder', Visitor>

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
  clinic = await furnishClinic(running)
  members.nobody = await visitor(browser, { running })
  members.member = await visitor(browser, { running, cookies: clinic.memberEnters })
  members.founder = await visitor(browser, { running, cookies: clinic.founderEnters })
}, 900_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

/** What each page answers to nobody, to a member without a role, and to the founder; 303 leads somewhere else. */
const answers: Record<string, [nobody: number, member: number, founder: number]> = {
  '/': [200, 200, 200],
  '/answer': [200, 200, 200],
  '/offline': [200, 200, 200],
  '/trustees/[organisation]': [200, 200, 200],
  '/trustees/[organisation]/code/[secret]': [404, 404, 404],
  '/support': [200, 200, 200],
  '/support/[organisation]': [200, 200, 200],
  '/r': [200, 200, 200],
  '/r/[code]': [200, 200, 200],
  '/r/[code]/desk': [303, 303, 303],
  '/app': [303, 303, 303],
  '/app/commons': [404, 404, 404],
  '/app/data': [303, 200, 200],
  '/app/data/done': [200, 200, 200],
  '/app/sign-in': [200, 303, 303],
  '/app/sign-in/passkey': [303, 303, 303],
  '/app/join': [200, 200, 200],
  '/app/join/[secret]': [404, 404, 404],
  '/app/return/[secret]': [404, 404, 404],
  '/app/set-up/[secret]': [404, 404, 404],
  '/app/operator': [303, 404, 200],
  '/app/operator/add': [303, 404, 200],
  '/app/operator/commons': [303, 404, 200],
  '/app/operator/sign-in': [303, 404, 200],
  '/app/[organisation]': [303, 200, 200],
  '/app/[organisation]/account': [303, 200, 200],
  '/app/[organisation]/audit': [303, 404, 200],
  '/app/[organisation]/check-ins': [303, 200, 200],
  '/app/[organisation]/check-ins/[wave]': [303, 200, 200],
  // Of a check-in that nobody answers on paper; `on-paper` looks at one that some do.
  '/app/[organisation]/check-ins/[wave]/sheets': [303, 404, 404],
  '/app/[organisation]/check-ins/[wave]/poster': [303, 200, 200],
  '/app/[organisation]/check-ins/plan': [303, 404, 200],
  '/app/[organisation]/check-ins/series': [303, 404, 200],
  '/app/[organisation]/check-ins/series/[series]': [303, 404, 200],
  '/app/[organisation]/check-ins/series/plan': [303, 404, 200],
  '/app/[organisation]/data': [303, 200, 200],
  '/app/[organisation]/data/delete': [303, 200, 200],
  '/app/[organisation]/myself': [303, 200, 200],
  '/app/[organisation]/people': [303, 404, 200],
  '/app/[organisation]/people/[member]': [303, 404, 200],
  '/app/[organisation]/people/[member]/edit': [303, 404, 200],
  '/app/[organisation]/people/[member]/merge': [303, 404, 200],
  '/app/[organisation]/people/add': [303, 404, 200],
  '/app/[organisation]/people/import': [303, 404, 200],
  '/app/[organisation]/people/invitations': [303, 404, 200],
  '/app/[organisation]/people/invitations/print': [303, 404, 200],
  '/app/[organisation]/profile': [303, 200, 200],
  '/app/[organisation]/people/teams/[unit]': [303, 404, 200],
  '/app/[organisation]/retention': [303, 404, 200],
  '/app/[organisation]/questionnaires': [303, 404, 200],
  '/app/[organisation]/questionnaires/[instrument]': [303, 404, 200],
  '/app/[organisation]/rooms': [303, 200, 200],
  '/app/[organisation]/rooms/new': [303, 404, 200],
  '/app/[organisation]/rooms/[room]': [303, 404, 200],
  '/app/[organisation]/rooms/formats': [303, 404, 200],
  '/app/[organisation]/rooms/formats/[format]': [303, 404, 200],
  '/app/[organisation]/rooms/[room]/sheet': [303, 404, 200],
  '/app/[organisation]/rooms/[room]/practise': [303, 404, 200],
  '/app/[organisation]/rooms/[room]/record': [303, 404, 200],
  '/app/[organisation]/support': [303, 404, 200],
  '/app/[organisation]/trustees': [303, 200, 200],
  '/app/[organisation]/releases': [303, 200, 200],
  '/app/[organisation]/releases/[wave]': [303, 200, 200],
  '/app/[organisation]/witnesses': [303, 200, 200],
}

const parameters = (id: string) => ({
  organisation: clinic.slug,
  member: clinic.member.member.id,
  unit: clinic.member.member.unit ?? '',
  instrument: 'weekly-five',
  format: 'troika',
  series: clinic.series,
  ...clinic.room,
  ...(id.endsWith('/record') ? { room: clinic.roomOver } : {}),
  secret: 'nothing-that-was-ever-given-out',
  wave: id.includes('releases') ? clinic.waves.released : clinic.waves.open,
})
const addressOf = (id: string) => addressOfRoute(id, parameters(id))
const nameOf = (address: string) => address.replaceAll(/[0-9a-f-]{36}/g, 'x').replaceAll('/', '_')

/** The pages that somebody can stand on, and two states of a wave’s page that the enumeration does not know. */
const toLookAt = () => [
  ...Object.entries(answers).flatMap(([id, [nobody]]) => (nobody === 200 ? [[id, 'nobody'] as const] : [])),
  ...Object.entries(answers).flatMap(([id, [nobody, , founder]]) =>
    nobody !== 200 && founder === 200 ? [[id, 'founder'] as const] : [],
  ),
]
const extra = () => [
  `/app/${clinic.slug}/check-ins/${clinic.waves.draft}`,
  `/app/${clinic.slug}/check-ins/${clinic.waves.released}`,
  `/app/${clinic.slug}/check-ins/plan?wave=${clinic.waves.draft}`,
  `/app/${clinic.slug}/check-ins/series/plan?series=${clinic.series}`,
  `/app/${clinic.slug}/account?welcome=new`,
  `/app/${clinic.slug}/nothing-here`,
]

test('every page answers each kind of visitor as it should, and none is left out here', async () => {
  const pages = listRoutes().filter(({ isPage }) => isPage)
  expect(pages.map(({ id }) => id).sort()).toEqual(Object.keys(answers).sort())
  for (const { id } of pages) {
    const seen: number[] = []
    for (const who of ['nobody', 'member', 'founder'] as const) {
      const answer = await members[who].context.request.get(addressOf(id), { maxRedirects: 0 })
      seen.push(answer.status())
    }
    expect([id, ...seen]).toEqual([id, ...(answers[id] ?? [])])
  }
})

test('every page has one heading, a name, room on a small phone, and nothing that axe objects to', async () => {
  const looks = [
    [phone, 'light'],
    [desk, 'light'],
    [desk, 'dark'],
    [phone, 'dark'],
  ] as const
  const wrong: string[] = []
  const visits = [
    ...toLookAt().map(([id, who]) => [addressOf(id), who] as const),
    ...extra().map((address) => [address, 'founder'] as const),
    [`/app/${clinic.slug}`, 'member'] as const,
    [`/app/${clinic.slug}/check-ins/${clinic.waves.open}`, 'member'] as const,
  ]
  for (const [address, name] of visits) {
    const { page, complaints, settled } = members[name]
    complaints.length = 0
    const object = (words: string) => void wrong.push(`${address} (${name}): ${words}`)
    await page.setViewportSize(phone)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(address)
    await settled()
    const isMissing = address.endsWith('nothing-here')
    for (const words of complaints) if (!(isMissing && words.includes('404'))) object(words)
    if ((await page.locator('h1').count()) !== 1) object(`${await page.locator('h1').count()} headings`)
    if (!/^.+ · Kith$/.test(await page.title())) object(`is called “${await page.title()}”`)
    for (const [size, look] of looks) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: look })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) object(`${wide} px too wide at ${size.width}`)
      // What a rule finds seldom hangs on the look; colours do.
      const isWhole = (size === phone) === (look === 'light')
      for (const words of await objectionsOf(page, isWhole)) object(`${words} (${size.width}, ${look})`)
      await picture(page, `page${nameOf(address)}-${name}-${size.width}-${look}`)
    }
  }
  expect(wrong).toEqual([])
}, 900_000)

test('every page is whole in Arabic too: right to left, in Arabic letters, with nothing that axe objects to', async () => {
  const cookies = { nobody: undefined, founder: clinic.founderEnters }
  const wrong: string[] = []
  for (const name of ['nobody', 'founder'] as const) {
    const hers = cookies[name]
    const { page, complaints, context, settled } = await visitor(browser, {
      running,
      size: phone,
      language: 'ar',
      ...(hers ? { cookies: hers } : {}),
    })
    const addresses = [
      ...toLookAt().flatMap(([id, who]) => (who === name ? [addressOf(id)] : [])),
      ...(name === 'founder' ? extra() : []),
    ]
    for (const address of addresses) {
      complaints.length = 0
      const object = (words: string) => void wrong.push(`${address} (${name}): ${words}`)
      await page.setViewportSize(phone)
      await page.goto(address)
      await settled()
      for (const words of complaints) if (!words.includes('404')) object(words)
      const [lang, dir] = await page.evaluate(() => [
        document.documentElement.lang,
        document.documentElement.dir,
      ])
      if (lang !== 'ar' || dir !== 'rtl') object(`is ${lang} ${dir}`)
      const heading = await page.locator('h1').innerText()
      if (!/\p{Script=Arabic}/u.test(heading) && !isAName(heading)) object(`is headed “${heading}”`)
      for (const words of await objectionsOf(page)) object(words)
      for (const size of [phone, desk]) {
        await page.setViewportSize(size)
        // What reaches over the edge is on the left here, where no scroll bar shows it.
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (wide > 0) object(`${wide} px too wide at ${size.width}`)
        await picture(page, `page${nameOf(address)}-${name}-${size.width}-ar`)
      }
    }
    await context.close()
  }
  expect(wrong).toEqual([])
}, 900_000)

/** What people called a thing stays as they called it. */
const isAName = (heading: string) =>
  [
    ...[clinic.member.member.name, 'A plan', 'November', 'November again', 'Every week', 'Surgery'],
    'Wise Crowds on Thursday',
  ].includes(heading)

test('wherever the focus goes on a page, it can be seen', async () => {
  const wrong: string[] = []
  for (const [id, name] of toLookAt()) {
    const { page } = members[name]
    await page.setViewportSize(desk)
    await page.goto(addressOf(id))
    for (const stop of await tabStops(page, 20))
      if (!stop.isSeen) wrong.push(`${id}: ${stop.tag} ${stop.words}`)
  }
  expect(wrong).toEqual([])
}, 600_000)

test('without scripts every page still shows what it is about, and its forms still work', async () => {
  const plain = await visitor(browser, {
    running,
    size: phone,
    hasScripts: false,
    cookies: clinic.founderEnters,
  })
  const stranger = await visitor(browser, { running, size: phone, hasScripts: false })
  for (const [id, name] of toLookAt()) {
    const { page } = name === 'nobody' ? stranger : plain
    await page.goto(addressOf(id))
    if (id === '/answer') {
      expect(await withoutScripts(page)).toMatch(
        /^This page needs scripts\. Your answers are sealed on this device/,
      )
      continue
    }
    expect((await page.getByRole('heading', { level: 1 }).innerText()).length, id).toBeGreaterThan(3)
  }
  const { page } = plain
  const asked = await visitor(browser, {
    running,
    size: phone,
    hasScripts: false,
    cookies: clinic.memberEnters,
  })
  await asked.page.goto(addressOf('/app/[organisation]'))
  expect(await withoutScripts(asked.page)).toMatch(/^Answering needs scripts/)

  await page.goto(addressOf('/app/[organisation]/people/[member]'))
  await page.getByLabel('Facilitator').check()
  await page.getByRole('button', { name: 'Save roles' }).click()
  await page.getByText('Saved.').waitFor()

  await page.goto(addressOf('/app/[organisation]/check-ins/plan'))
  await page.getByLabel('What it is called').fill('Without scripts')
  await page.getByRole('button', { name: 'Show what will be published' }).click()
  expect(await page.getByLabel('What it is called').inputValue()).toBe('Without scripts')
  await page.getByRole('button', { name: 'Keep as a draft' }).click()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Without scripts')

  await stranger.page.goto('/app/join')
  await stranger.page.getByLabel('Your code').fill('wrong')
  await stranger.page.getByRole('button', { name: 'Go on' }).click()
  await stranger.page.getByText('The code has twelve letters and digits, in groups of four.').waitFor()
  expect(await stranger.page.getByLabel('Your code').inputValue()).toBe('wrong')
}, 600_000)

/** What is there only for those without scripts, as they see it; searching by text passes it over. */
const withoutScripts = (page: Page): Promise<string> => page.locator('main noscript p').innerText()
