import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  openBrowser,
  phone,
  picture,
  press,
  reads,
  tabTo,
  type Visitor,
  visitor,
} from '../rehearsal/browser.ts'
import { foundFirst, type Organised } from '../rehearsal/people-on-site.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'

// One evening: a host on her phone and eight people, one in Arabic, one who has a screen reader, one who loses the network
// for a minute, and a server that stops in the middle. What each does is what a person can do: words, roles and keys.

const names = ['Amina', 'Ben', 'Carmen', 'Dara', 'Emil', 'Fatou', 'Gil', 'Hana']

/** Those whose page speaks English; Fatou's speaks Arabic. */
const named = names.filter((name) => name !== 'Fatou')

let running: RunningSite
let browser: Browser
let clinic: Organised
let host: Visitor
let room = ''
let code = ''
const people = new Map<string, Visitor>()

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T18:00:00Z' })
  browser = await openBrowser()
  clinic = await foundFirst(running, 'Alder Bridge')
  host = await visitor(browser, { running, size: phone, cookies: clinic.founderEnters })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await picture(host.page, 'failed-host')
  for (const [name, { page }] of people) await picture(page, `failed-${name}`)
})

const pageOf = (name: string): Page => {
  const found = people.get(name)
  if (!found) throw new Error(`${name} is not here.`)
  return found.page
}
/** The host's large button. */
const goOn = async () => {
  const button = host.page.locator('.host-bar button:not([aria-disabled="true"])')
  const label = await button.innerText()
  await button.click()
  await expect.poll(() => button.innerText(), { timeout: 15_000 }).not.toBe(label)
}
const say = async (name: string, words: string) => {
  const page = pageOf(name)
  await page.getByPlaceholder('Say something').fill(words)
  await press(page, 'Say it')
}
const liveWords = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('[aria-live]')].map((one) => one.textContent).join(' '))
/** What the server holds to be true, by the names of people. */
const inTheRoom = async () => {
  const open = await running.site.composition.rooms.hall.enterByCode(code)
  if (!open) throw new Error('The room is not open.')
  const { run } = open.live
  const nameOf = (seat: number) => run.seats.get(seat)?.name ?? ''
  const whoIs = (role: string) =>
    [...run.roles].flatMap(([seat, roles]) => (roles.includes(role) ? [nameOf(seat)] : []))
  return {
    clients: whoIs('client'),
    groups: run.groups.map(({ seats }) => seats.map(nameOf)),
    roles: Object.fromEntries([...run.roles].map(([seat, roles]) => [nameOf(seat), roles])),
    hadTurn: [...run.hadTurn].map(nameOf),
    notes: [...run.held].map(([seat, held]) => [nameOf(seat), held['note-taker']]),
  }
}
const stepOf = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const hostStep = () => stepOf(host.page)

test('a host plans and opens a session on her phone', { timeout: 120_000 }, async () => {
  const { page } = host
  await page.goto(`/app/${clinic.slug}/rooms/new`)
  await page.getByLabel('What it is called').fill('After the long nights')
  await press(page, 'Plan this session')
  await page.waitForURL(/rooms\/[0-9a-f-]{36}$/)
  room = page.url().split('/').at(-1) ?? ''
  await press(page, 'Open the room')
  await reads(page, 'open now')
  code = (await page.locator('.hand-code').innerText()).trim()
  await press(page, 'Go to your desk')
  await page.waitForURL(/\/desk$/)
})

test('eight people come in by the code, without an account, one of them in Arabic', {
  timeout: 240_000,
}, async () => {
  for (const name of names) {
    const who = await visitor(browser, { running, size: phone })
    people.set(name, who)
    const { page } = who
    await page.goto('/r')
    if (name === 'Fatou') await page.getByRole('link', { name: 'العربية' }).click()
    await page.locator('input[name="code"]').fill(code.toLowerCase())
    await page.locator('main button').click()
    await page.waitForURL(/\/r\/\w+/)
    await page.locator('input[name="name"]').fill(name)
    await page.locator('main form button').click()
    if (name !== 'Fatou') await reads(page, 'You have a seat')
  }
  await reads(host.page, '9 people are here.')
  expect(await pageOf('Fatou').locator('html').getAttribute('dir')).toBe('rtl')
})

test('they talk before the groups, and a hand that is raised with the keyboard reaches the host', {
  timeout: 120_000,
}, async () => {
  await host.page.getByRole('button', { name: /^Begin/ }).click()
  for (const name of named) await pageOf(name).getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()
  await goOn()
  await say('Ben', 'Good evening from the night ward.')
  for (const name of named) await reads(pageOf(name), 'Good evening from the night ward.')
  const { page } = people.get('Hana') ?? host
  await tabTo(page, ({ words }) => words === 'Raise a hand')
  await page.keyboard.press('Enter')
  await reads(host.page, 'Hana has a hand up')
  await press(host.page, 'Lower the hand')
  // What changes is said aloud, once, without her looking for it.
  await goOn()
  await expect.poll(() => liveWords(page), { timeout: 15_000 }).toMatch(/Now: Ask\./)
})

test('Wise Crowds: one is asked for help and turns away; the others think along where she reads, and only there', {
  timeout: 120_000,
}, async () => {
  const { clients, groups } = await inTheRoom()
  const client = clients.find((name) => name !== 'Fatou') ?? ''
  const group = groups.find((one) => one.includes(client)) ?? []
  const others = names.filter((name) => !group.includes(name))
  await pageOf(client).getByLabel('What help do you want?').fill('How do I ask for one free weekend?')
  await press(pageOf(client), 'Put it above this turn')
  for (const name of group) await reads(pageOf(name), 'How do I ask for one free weekend?')
  await goOn()
  await goOn()
  await reads(pageOf(client), 'You have turned away')
  expect(await pageOf(client).getByPlaceholder('Say something').isVisible()).toBe(false)
  const [consultant = ''] = group.filter((name) => name !== client && name !== 'Fatou')
  await say(consultant, 'Perhaps begin with the roster, not with the weekend.')
  await reads(pageOf(client), 'Perhaps begin with the roster, not with the weekend.')
  for (const name of others)
    expect(await pageOf(name).locator('main').innerText()).not.toContain('Perhaps begin with the roster')
  expect(await host.page.locator('main').innerText()).not.toContain('Perhaps begin with the roster')
  await goOn()
  await goOn()
})

test('who loses the network for a minute loses no word, and comes back into the step that runs', {
  timeout: 240_000,
}, async () => {
  const { clients, groups } = await inTheRoom()
  const away = named.find((name) => !clients.includes(name)) ?? ''
  const { page, context } = people.get(away) ?? host
  await goOn()
  await page.getByRole('heading', { level: 1, name: 'Clarify' }).waitFor()
  await context.setOffline(true)
  await say(away, 'What would a good night look like?')
  await reads(page, /^No network just now/)
  await page.waitForTimeout(60_000)
  await reads(page, 'What would a good night look like?')
  await context.setOffline(false)
  const mates = groups.find((one) => one.includes(away))?.filter((name) => name !== away) ?? []
  const mate = mates.find((name) => name !== 'Fatou') ?? ''
  await reads(pageOf(mate), 'What would a good night look like?')
  expect(await stepOf(page)).toBe('Clarify')
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Clarify' }).waitFor()
  await reads(page, 'What would a good night look like?')
})

test('a server that goes away and comes back finds everybody in seat, step and part', {
  timeout: 240_000,
}, async () => {
  const { roles, clients } = await inTheRoom()
  await running.stop()
  await running.start()
  expect((await inTheRoom()).roles).toEqual(roles)
  await goOn()
  for (const name of named.filter((one) => !clients.includes(one)))
    await pageOf(name)
      .getByRole('heading', { level: 1, name: /has turned away$/ })
      .waitFor()
  for (const name of named.filter((one) => clients.includes(one)))
    await reads(pageOf(name), 'You have turned away')
  await goOn()
  await goOn()
})

test('over the whole round everybody is asked once, and nobody keeps the notes twice', {
  timeout: 240_000,
}, async () => {
  for (let step = 0; step < 7; step += 1) await goOn()
  expect(await hostStep()).toBe('What helps')
  const { hadTurn, notes } = await inTheRoom()
  expect(hadTurn.toSorted()).toEqual(names.toSorted())
  expect(notes.toSorted()).toEqual(names.toSorted().map((name) => [name, 1]))
  await goOn()
})

/** The host asks everybody something. */
const ask = async (question: string, secrecy: string) => {
  const { page } = host
  await page.getByText('Ask everybody something').click()
  await page.getByLabel('Your question').fill(question)
  await page.getByLabel('Answers, one in each line').fill('Yes\nPartly\nNot today')
  await page.getByLabel(secrecy).check()
  await press(page, 'Ask this')
}
const answer = async (name: string, words: string) => {
  const form = pageOf(name).locator('form', { hasText: words }).last()
  await form.getByText(words, { exact: true }).click()
  await form.getByRole('button').last().click()
}

test('a question by name is answered and shown; one without names shows what was said and not who said it', {
  timeout: 240_000,
}, async () => {
  await ask('Did you get what you came for?', 'By what people are called here')
  for (const name of named) {
    await reads(pageOf(name), 'Did you get what you came for?')
    await answer(name, name === 'Ben' ? 'Partly' : 'Yes')
    await reads(pageOf(name), 'Your answer is in.')
  }
  await press(host.page, 'Close the question')
  await press(host.page, 'Show the result to everybody')
  for (const name of named) await reads(pageOf(name), '7 answers')

  await ask('Could you say here what you needed to say?', 'Nobody: anonymous')
  for (const name of named) {
    await reads(pageOf(name), 'Could you say here what you needed to say?')
    await answer(name, name === 'Emil' ? 'Not today' : 'Yes')
  }
  for (const name of named)
    await pageOf(name).getByText('Your answer has arrived, and it counts.').waitFor({ timeout: 90_000 })
  await press(host.page, 'Close the question')
  await press(host.page, 'Show the result to everybody')
  for (const name of named) await reads(pageOf(name), 'Not today')
})

test('they look back, and each leaves with a step of her own', { timeout: 240_000 }, async () => {
  while (!(await pageOf('Gil').getByLabel('What I will do').isVisible())) await goOn()
  await pageOf('Gil').getByLabel('What I will do').fill('Ask the matron for one fixed night.')
  await press(pageOf('Gil'), 'Keep it on this device')
  await reads(pageOf('Gil'), 'Kept on this device.')
  await host.page.getByText('End the session early').click()
  await press(host.page, 'Yes, close it')
  for (const name of named) await reads(pageOf(name), 'That was the session')
  await reads(pageOf('Gil'), 'Ask the matron for one fixed night.')
})

test('a day to come back to it is set, and everybody who was there finds it at the end of the room', {
  timeout: 120_000,
}, async () => {
  const { page } = host
  await page.goto(`/app/${clinic.slug}/rooms/${room}/record`)
  await page.locator('input[name="on"]').fill('2026-12-04')
  await page.getByLabel('A sentence about it').fill('We look at the roster together.')
  await press(page, 'Save and tell those who asked')
  await reads(page, 'We look at the roster together.')
  await pageOf('Gil').reload()
  await reads(pageOf('Gil'), 'We look at the roster together.')
  await press(pageOf('Gil'), 'Make the calendar file')
  for (const { complaints } of [host, ...people.values()]) expect(complaints.filter(isOurs)).toEqual([])
  expect(running.incidents).toEqual([])
})

/** What a browser says of a network or a server that was taken away is no fault. */
const isOurs = (words: string) => !/Failed to load resource|net::ERR|status of 503/.test(words)
