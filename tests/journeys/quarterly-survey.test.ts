import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { announceWave, readWaves } from '#capabilities/checkins/index.server.ts'
import { objectionsOf } from '../rehearsal/axe.ts'
import { desk, phone, picture, tabTo, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { fetchTicket, fillBallot } from '../rehearsal/member.ts'
import { pasteAll } from '../rehearsal/pasting.ts'
import { type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import { eventually, type RunningSite } from '../rehearsal/running-site.ts'
import { staffOf } from '../rehearsal/staff-answers.ts'

// One quarter, told in order: it is planned, answered and read.

let running: RunningSite
let browser: Browser
let clinic: Organised
let ines: Visitor
let amara: Visitor
let wave = ''

beforeAll(async () => {
  let sessions: Map<string, Headers>
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 9, Maternity: 8 }),
    names: ['Surgery 1'],
  }))
  const cookies = sessions.get('Surgery 1')
  if (!cookies) throw new Error('Nobody joined.')
  ines = await visitor(browser, { running, size: desk, cookies: clinic.founderEnters })
  amara = await visitor(browser, { running, size: phone, cookies })
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const home = () => `/app/${clinic.slug}`
const reads = (who: Visitor, words: string | RegExp) =>
  who.page.getByText(words).filter({ visible: true }).first().waitFor()
const press = (who: Visitor, name: string) => who.page.getByRole('button', { name, exact: true }).click()
/** It fits into the window, and axe objects to nothing. */
const isWell = async (who: Visitor) => {
  expect(
    await who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0)
  expect(await objectionsOf(who.page)).toEqual([])
}

test('a lead sees which modules a quarter asks, how many questions, and what waits for its wording', async () => {
  const { page } = ines
  await page.goto(`${home()}/check-ins/plan`)
  await page.getByRole('radio', { name: /^Quarterly survey/ }).check()
  const modules = page.getByRole('region', { name: 'What this date asks' })
  await modules.getByText('17 questions, about 3 minutes.').waitFor()
  expect(await modules.getByRole('listitem').first().innerText()).toContain('Workload')
  await modules.getByText('All of its modules fit into one form, so all are asked each time.').waitFor()
  await modules.getByText(/Our own questions are not validated/).waitFor()
  await modules.getByText('Not asked until an administrator who holds the wording has pasted it').click()
  await modules.getByText('Copenhagen Burnout Inventory').first().waitFor()
  await picture(page, 'survey-plan-1280')
  await page.setViewportSize(phone)
  await isWell(ines)
  await picture(page, 'survey-plan-360')
  await page.setViewportSize(desk)

  await page.getByLabel('What it is called').fill('The quarter')
  await press(ines, 'Keep as a draft')
  await page.getByRole('heading', { level: 1, name: 'The quarter' }).waitFor()
  await reads(ines, /Administrative burden, Moral distress/)
  await picture(page, 'survey-draft-1280')
})

test('the same survey each quarter shows what its dates ask before a yes', async () => {
  const { page } = ines
  await page.goto(`${home()}/check-ins/series/plan`)
  await page.getByRole('radio', { name: /^Quarterly survey/ }).check()
  await page.getByLabel('What it is called').fill('Quarters')
  await page.getByLabel('How often').selectOption('quarterly')
  await press(ines, 'Show the dates')
  await page
    .getByRole('region', { name: 'What this date asks' })
    .getByText('17 questions, about 3 minutes.')
    .waitFor()
  await page.getByRole('button', { name: 'Start this series' }).waitFor()
  await picture(page, 'survey-series-1280')
})

test('a member knows how long it is, skips, leaves, comes back where she was, and sends it by keyboard', async () => {
  const { checkins } = running.site.composition
  const as = { checkins, actor: clinic.founder }
  wave = (await readWaves(as)).waves.find(({ title }) => title === 'The quarter')?.id ?? ''
  await eventually(async () => (await announceWave({ wave }, as)).ok, { what: 'the announcement' })
  await passTo(running, { to: clinic, wave, at: '2026-11-24T09:00:00Z', state: 'open' })

  const { page } = amara
  await page.goto(home())
  await reads(amara, /17 questions, about 3 minutes\. Anonymous\./)
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(amara, /^17 questions, about 3 minutes\. Skip whatever you like/)
  await reads(amara, 'Part 1 of 8: Workload')
  await isWell(amara)
  await picture(page, 'survey-question-360')
  await page.getByText('Agree', { exact: true }).tap()
  await press(amara, 'Next')
  await press(amara, 'Skip this one')
  await reads(amara, 'Part 2 of 8: Administrative burden')
  await reads(amara, 'Question 3 of 17')
  await page.getByText('Disagree', { exact: true }).tap()
  await expect.poll(() => page.locator('input:checked').count()).toBe(1)
  await page.reload()
  await reads(amara, 'Question 3 of 17')
  expect(await page.getByRole('radio', { name: 'Disagree', exact: true }).isChecked()).toBe(true)

  for (let step = 3; step <= 17; step += 1) {
    await reads(amara, new RegExp(`Question ${step} of 17`))
    await tabTo(page, ({ words }) => words === 'Skip this one')
    await page.keyboard.press('Enter')
  }
  await page.getByRole('heading', { level: 1, name: 'Before you send' }).waitFor()
  await page.getByRole('heading', { level: 2, name: 'Moral distress' }).waitFor()
  await isWell(amara)
  await picture(page, 'survey-review-360')
  await tabTo(page, ({ words }) => words === 'Send')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Send it now instead' }).click()
  await reads(amara, 'Your answers were received.')
  expect(amara.complaints).toEqual([])
})

test('everybody reads it by module: averages, how the answers fell, and which questions run the other way round', async () => {
  const { checkins } = running.site.composition
  for (const [number, actor] of (await staffOf(running, clinic.slug)).entries()) {
    if (actor.member.name === 'Surgery 1') continue
    const held = await fetchTicket({ checkins, actor, wave })
    const { items } = JSON.parse(held.packet.questions) as { items: { id: string }[] }
    const body = await fillBallot(
      held,
      Object.fromEntries(items.map(({ id }, at) => [id, 1 + ((number + at) % 5)])),
    )
    await sendTo({ port: running.port, headers: { host: new URL(running.url).host }, body })
  }
  await passTo(running, { to: clinic, wave, at: '2026-12-30T09:00:00Z', state: 'released' })
  const { page } = amara
  await page.goto(`${home()}/releases/${wave}`)
  await page.getByRole('heading', { level: 2, name: 'Moral distress' }).waitFor()
  const reversed = page.getByText(
    '“In the past month I had to act against what I believed was right for a patient.”',
  )
  await reversed.click()
  await reads(amara, 'This one runs the other way round: here a lower figure is better.')
  await reads(amara, /^How the answers fell/)
  await isWell(amara)
  await picture(page, 'survey-release-360')
  await page.setViewportSize(desk)
  await picture(page, 'survey-release-1280')
  expect([...amara.complaints, ...ines.complaints]).toEqual([])
  expect(running.incidents).toEqual([])
})

test('once wordings were pasted, modules take turns, and a lead sees whose turn each date is before her yes', async () => {
  await pasteAll({ checkins: running.site.composition.checkins, actor: clinic.founder })
  const { page } = ines
  await page.goto(`${home()}/check-ins/series/plan`)
  await page.getByRole('radio', { name: /^Quarterly survey/ }).check()
  const modules = page.getByRole('region', { name: 'What this date asks' })
  await modules.getByText('each time').first().waitFor()
  await modules.getByText('in turn').first().waitFor()
  await modules
    .getByText(/^2027, quarter \d: /)
    .first()
    .waitFor()
  await page.getByLabel('What it is called').fill('Quarters')
  await page.getByLabel('How often').selectOption('quarterly')
  await press(ines, 'Show the dates')
  await page.getByRole('button', { name: 'Start this series' }).waitFor()
  const dates = await page.getByText(/^Asks: /).allInnerTexts()
  expect(dates).toHaveLength(12)
  expect(new Set(dates).size).toBe(3)
  expect(dates.slice(0, 3)).toEqual(dates.slice(3, 6))
  for (const date of dates) {
    expect(date).toMatch(/^Asks: Burnout, .*Workload, .*Staying or leaving\. /)
    expect(Number(/(\d+) questions/.exec(date)?.[1])).toBeLessThan(40)
  }
  await picture(page, 'survey-turns-1280')
  await page.setViewportSize(phone)
  await isWell(ines)
  await picture(page, 'survey-turns-360')
  await page.setViewportSize(desk)
  await press(ines, 'Start this series')
  await page.getByRole('heading', { level: 1, name: 'Quarters' }).waitFor()
  expect(await page.getByText(/^Asks: /).count()).toBeGreaterThan(6)
})
