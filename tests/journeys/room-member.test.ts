import { brotliCompressSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterRoom, readSeat } from '#capabilities/rooms/index.server.ts'
import { objectionsOf } from '../rehearsal/axe.ts'
import { openBrowser, phone, picture, press, reads, type Visitor, visitor } from '../rehearsal/browser.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { must, openedRoom, pressAs, sitIn } from '../rehearsal/rooms.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Somebody with a phone goes through a Wise Crowds, with four others and a host who press at the doors of the site.

let running: RunningSite
let browser: Browser
let code: string
let host: string
let others: string[]
let ana: Visitor

const rooms = () => running.site.composition.rooms
const page = (): Page => ana.page
const asHost = (command: object) => pressAs(rooms(), { code, secret: host, command })
const seen = async (secret: string) =>
  must(await readSeat({ rooms: rooms() }, { code, secret, language: 'en' })).heard
const goOn = async () => must(await asHost({ do: 'go-on', move: (await seen(host)).room?.move }))
const heading = (words: string | RegExp) => page().getByRole('heading', { level: 1, name: words }).waitFor()
const sayFrom = (secret: string, words: string) =>
  pressAs(rooms(), { code, secret, command: { do: 'say', to: 'nearby', words, isQuestion: false } })

beforeAll(async () => {
  running = await runSite({ now: '2026-11-26T19:00:00Z' })
  browser = await openBrowser()
  const clinic = await makeClinic(rooms().database, { sizes: { Surgery: 9 } })
  const actor = { ...clinic.lead, roles: ['facilitator' as const] }
  const opened = await openedRoom({ rooms: rooms(), host: actor })
  code = opened.code
  host = must(await enterRoom({ rooms: rooms(), actor }, { room: opened.room })).secret
  others = await Promise.all(['Jo', 'Mika', 'Sam', 'Ines'].map((name) => sitIn(rooms(), { code, name })))
  ana = await visitor(browser, { running, size: phone })
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const fits = () => page().evaluate(() => document.documentElement.scrollWidth <= innerWidth)

test('she types the code as it comes, and reads who sees what before she gives a name', async () => {
  await page().goto('/r')
  await page().getByLabel('Code').fill(code.toLowerCase().replaceAll('-', ' '))
  await press(page(), 'Look at the room')
  await reads(page(), /^Nothing is recorded/)
  await reads(
    page(),
    'What is written in a group stays in that group. Hosts do not read it unless they sit there.',
  )
  await reads(page(), 'What people write is erased when the room closes.')
  await picture(page(), 'door')
  expect(await objectionsOf(page())).toEqual([])
  expect(await fits()).toBe(true)
  await page().getByLabel('Your name here').fill('Ana')
  await press(page(), 'Take a seat')
  await heading('You have a seat')
  await reads(page(), '6 people are here.')
  await picture(page(), 'waits')
  expect(await objectionsOf(page())).toEqual([])
})

test('when the host goes on, her page goes on by itself and says so', async () => {
  await goOn()
  await heading(/.+/)
  await goOn()
  await reads(page(), 'Who does what')
  await page()
    .getByRole('timer')
    .getByText(/^\d+:\d\d$/)
    .waitFor()
  await page()
    .locator('[data-news]')
    .getByText(/^Now: /)
    .waitFor({ state: 'attached' })
  expect(await page().title()).toContain('Wise Crowds on Thursday')
  await picture(page(), 'group')
  expect(await objectionsOf(page())).toEqual([])
  expect(await fits()).toBe(true)
})

test('she brings her own matter, and what she asks stands there for her group', async () => {
  const mine = await page().getByText('Your part: Client.').count()
  if (mine === 0) await press(page(), 'I bring it')
  await reads(page(), 'Your part: Client.')
  await page().getByLabel('What help do you want?').fill('Two colleagues no longer speak. How do I begin?')
  await press(page(), 'Put it above this turn')
  await reads(page(), 'Two colleagues no longer speak. How do I begin?')
  const [first = ''] = others
  await eventually(async () => (await seen(first)).group?.asked?.startsWith('Two colleagues'), {
    what: 'what she asked, for her group',
  })
})

test('what she begins to write is still there after a reload, and so are seat, step and part', async () => {
  await goOn()
  await heading('Clarify')
  await page().getByLabel('Say something').fill('I have tried to')
  await page().reload()
  await heading('Clarify')
  await reads(page(), 'Your part: Client.')
  expect(await page().getByLabel('Say something').inputValue()).toBe('I have tried to')
  await page().getByLabel('Say something').fill('I have tried to talk to both.')
  await press(page(), 'Say it')
  await page().getByRole('log').getByText('I have tried to talk to both.').waitFor()
  await picture(page(), 'talk')
})

test('turned away she cannot write, hears what is said, and keeps notes for herself alone', async () => {
  await goOn()
  await heading('You have turned away')
  expect(await page().getByLabel('Say something').count()).toBe(0)
  await reads(page(), /^Your keyboard rests until this step ends/)
  const [jo = ''] = others
  must(await sayFrom(jo, 'I would talk to each of them alone first.'))
  await reads(page(), 'I would talk to each of them alone first.')
  await page().getByLabel('Your notes').fill('Alone first.')
  await page().reload()
  await heading('You have turned away')
  await eventually(async () => (await page().getByLabel('Your notes').inputValue()) === 'Alone first.', {
    what: 'her notes after a reload',
  })
  await picture(page(), 'turned-away')
  expect(await objectionsOf(page())).toEqual([])
})

test('without a network everything stays readable, and what she writes goes out once when it is back', async () => {
  await goOn()
  await heading('What helps')
  await ana.context.setOffline(true)
  await reads(page(), /^No network just now/)
  await page().getByLabel('Say something').fill('Alone first: that helped.')
  await press(page(), 'Say it')
  await reads(page(), 'On its way')
  await page().getByRole('heading', { level: 1, name: 'What helps' }).waitFor()
  await picture(page(), 'offline')
  await ana.context.setOffline(false)
  await page().getByText('On its way').waitFor({ state: 'hidden' })
  const [jo = ''] = others
  const heard = (await seen(jo)).said?.filter(({ words }) => words === 'Alone first: that helped.')
  expect(heard).toHaveLength(1)
  await page()
    .getByText(/^No network just now/)
    .first()
    .waitFor({ state: 'hidden' })
})

test('somebody who comes late reads in Arabic that she is at the door, from right to left', async () => {
  const late = await visitor(browser, { running, size: phone, language: 'ar' })
  await late.page.goto(`/r/${code}`)
  await late.page.getByLabel('الاسم هنا').fill('هدى')
  await press(late.page, 'الجلوس')
  await late.page.getByRole('heading', { name: 'أنت عند الباب' }).waitFor()
  expect(await late.page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  expect(await late.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await late.page
    .getByRole('timer')
    .getByText(/^[٠-٩]+:[٠-٩]{2}$/)
    .waitFor()
  await picture(late.page, 'late-in-arabic')
  expect(await objectionsOf(late.page)).toEqual([])
  await late.context.close()
})

test('without scripts she can take a seat, and reads where the room is', async () => {
  const plain = await visitor(browser, { running, size: phone, hasScripts: false })
  await plain.page.goto(`/r/${code}`)
  await plain.page.getByLabel('Your name here').fill('Noor')
  await press(plain.page, 'Take a seat')
  await reads(plain.page, /^The live room needs scripts/)
  await plain.page.getByRole('heading', { level: 1, name: 'What helps' }).waitFor()
  await picture(plain.page, 'without-scripts')
  await plain.context.close()
})

test('the scripts of a room are at most 120 kB', async () => {
  const other = await visitor(browser, { running, size: phone })
  const scripts = new Map<string, Promise<string>>()
  other.page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) scripts.set(response.url(), response.text())
  })
  await other.context.addCookies(await ana.context.cookies())
  // Whoever listens has everything that the page begins with; the stream itself never ends.
  const listens = other.page.waitForRequest((request) => request.url().endsWith('/stream'))
  await other.page.goto(`/r/${code}`)
  await listens
  other.page.removeAllListeners('response')
  const texts = await Promise.all(scripts.values())
  const kilobytes = texts.reduce((sum, text) => sum + brotliCompressSync(text).length, 0) / 1000
  await other.context.close()
  expect(texts.length).toBeGreaterThan(0)
  expect(kilobytes).toBeLessThanOrEqual(120)
})

test('a host’s words, a reason for silence and the end reach her, and her page complains of nothing', async () => {
  must(await asHost({ do: 'announce', words: 'Five minutes more, then we come together.' }))
  await reads(page(), 'Five minutes more, then we come together.')
  const me = (await seen(host)).n
  expect(me).toBeGreaterThan(0)
  must(await asHost({ do: 'mute', seat: 6, isMuted: true, reason: 'A name was in it.' }))
  await reads(page(), 'A host has stopped you from writing: A name was in it.')
  must(await asHost({ do: 'end' }))
  await heading('That was the session')
  await picture(page(), 'over')
  expect(await objectionsOf(page())).toEqual([])
  const beyondTheNetwork = ana.complaints.filter((words) => !/ERR_INTERNET_DISCONNECTED/.test(words))
  expect(beyondTheNetwork).toEqual([])
  expect(running.incidents).toEqual([])
})
