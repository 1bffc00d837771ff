import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterRoom } from '#capabilities/rooms/index.server.ts'
import { objectionsOf } from '../rehearsal/axe.ts'
import { openBrowser, phone, picture, press, reads, type Visitor, visitor } from '../rehearsal/browser.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { type ServedRooms, servedRooms } from '../rehearsal/room-pages.ts'
import { roomVoter } from '../rehearsal/room-voter.ts'
import { must, openedRoom, pressAs, sitIn } from '../rehearsal/rooms.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Somebody with a phone is asked, once without names and once with; four others and a host press at the doors of the site.

let running: RunningSite
let browser: Browser
let pages: ServedRooms
let code: string
let host: string
let others: string[]
let ana: Visitor
const requests: { path: string; cookie: string | undefined; body: string | null }[] = []

const rooms = () => running.site.composition.rooms
const page = (): Page => ana.page
const asHost = async (command: object) => must(await pressAs(rooms(), { code, secret: host, command }))
const pollNow = async (id: string) => (await rooms().hall.enterByCode(code))?.live.run.polls.get(id)

beforeAll(async () => {
  running = await runSite({ now: '2026-11-26T19:00:00Z' })
  browser = await openBrowser()
  pages = await servedRooms(rooms)
  const clinic = await makeClinic(rooms().database, { sizes: { Surgery: 9 } })
  const actor = { ...clinic.lead, roles: ['facilitator' as const] }
  const opened = await openedRoom({ rooms: rooms(), host: actor })
  code = opened.code
  host = must(await enterRoom({ rooms: rooms(), actor }, { room: opened.room })).secret
  others = await Promise.all(['Jo', 'Mika', 'Sam', 'Ines'].map((name) => sitIn(rooms(), { code, name })))
  ana = await visitor(browser, { running, size: phone })
  page().on('request', async (request) => {
    const path = new URL(request.url()).pathname
    const { cookie } = await request.allHeaders()
    requests.push({ path, cookie, body: request.postData() })
  })
  await page().goto(`/r/${code}`)
  await page().getByLabel('Your name here').fill('Ana')
  await press(page(), 'Take a seat')
  await asHost({ do: 'go-on', move: 0 })
})
afterAll(async () => {
  await pages?.end()
  await browser?.close()
  await running?.end()
})

const question = { id: 'stop', kind: 'single', question: 'What would you stop first?' }
const options = ['The Tuesday report', 'Calls for lost keys']
const to = (what: string) => requests.filter(({ path }) => path === `/r/${code}/${what}`)
/** A device's random wait, as long as it may be. */
const arrives = { timeout: 20_000 }

test('she reads that nobody sees her answer, sends it, and hears that it has arrived', async () => {
  await asHost({ do: 'open-poll', poll: { ...question, options, secrecy: 'anonymous' } })
  await reads(page(), /^Nobody can see which answer is yours/)
  const key = await eventually(async () => (await pollNow('stop'))?.key, { what: 'the key' })
  await eventually(async () => ((await pollNow('stop'))?.ticketed.size ?? 0) > 0, { what: 'her ticket' })
  await picture(page(), 'asked')
  expect(await objectionsOf(page())).toEqual([])
  await page().getByLabel('Calls for lost keys').check()
  await press(page(), 'Send my answer')
  await page().getByText('Your answer has arrived, and it counts.').waitFor(arrives)
  await picture(page(), 'arrived')

  const voters = others.map((secret) => roomVoter({ pages, code, secret, poll: 'stop', key }))
  for (const voter of voters) expect(await voter.fetchTicket()).toBe('ok')
  for (const voter of voters) expect(await voter.vote({ picks: [0] })).toBe('ok')
})

test('her browser sent the seat’s cookie for the ticket, and none with the answer', async () => {
  await eventually(() => to('vote').length > 0 && to('ticket').length > 0, { what: 'both requests' })
  expect(to('ticket').every(({ cookie }) => cookie?.includes(`kith_seat_${code}`))).toBe(true)
  expect(to('vote').map(({ cookie }) => cookie)).toEqual([undefined])
  expect(to('vote')[0]?.body).not.toContain('Ana')
})

test('she reads the result as a table once the host shows it', async () => {
  await asHost({ do: 'close-poll', poll: 'stop' })
  await asHost({ do: 'show-poll', poll: 'stop', isShown: true })
  const table = page().getByRole('table', { name: question.question })
  await table.getByRole('row', { name: 'The Tuesday report 4 of 5' }).waitFor()
  await table.getByRole('row', { name: 'Calls for lost keys 1 of 5' }).waitFor()
  await picture(page(), 'result')
  expect(await objectionsOf(page())).toEqual([])
})

test('a question by name says so, keeps her order of answers through a reload, and she may change it', async () => {
  const ranked = { ...question, id: 'order', kind: 'ranking', options, secrecy: 'named' }
  await asHost({ do: 'open-poll', poll: ranked })
  await reads(page(), /^Your answer is kept with your name/)
  await page().getByRole('button', { name: 'Down The Tuesday report' }).press('Enter')
  await press(page(), 'Send my answer')
  await reads(page(), 'Your answer is in. You can change it until the question closes.')
  await page().reload()
  await reads(page(), 'Your answer is in. You can change it until the question closes.')
  await page().getByRole('button', { name: 'Change my answer' }).waitFor()
  expect((await pollNow('order'))?.choices.values().next().value).toEqual({ picks: [1, 0] })
  await asHost({ do: 'close-poll', poll: 'order' })
})

test('what she says of her own strain leaves the page in no way', async () => {
  const check = {
    id: 'self',
    kind: 'self-check',
    question: 'A look at yourself',
    options: [],
    secrecy: 'named',
  }
  await asHost({ do: 'open-poll', poll: check })
  await reads(page(), /^This stays in this page/)
  const before = requests.length
  const kept = () => page().evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  const keptBefore = await kept()
  const statement = page().getByRole('group', { name: 'Rest did not bring my strength back.' })
  await statement.getByLabel('Often').check()
  await press(page(), 'Look at my answers')
  await reads(page(), 'What you said happens often')
  expect(await page().getByRole('main').getByRole('link', { name: 'Get support' }).count()).toBeGreaterThan(0)
  await picture(page(), 'own-strain')
  expect(await objectionsOf(page())).toEqual([])
  expect(requests.slice(before)).toEqual([])
  expect(await kept()).toBe(keptBefore)
})

test('nothing went wrong on the way', () => {
  expect(ana.complaints).toEqual([])
  expect(running.incidents).toEqual([])
})
