import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { desk, phone, picture, press, reads, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { fetchTickets, fillBallots, someAnswers } from '../rehearsal/member.ts'
import { announceOn, type Organised, passTo } from '../rehearsal/people-on-site.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import { eventually, type RunningSite } from '../rehearsal/running-site.ts'
import { staffOf } from '../rehearsal/staff-answers.ts'
import { times } from '../rehearsal/wave.ts'

// One check-in by team, profession and site, told in order: planned, announced, answered, read.

let running: RunningSite
let browser: Browser
let clinic: Organised
let member: Headers
let staff: Actor[]
let wave: string

/** Two teams of twenty: nurses and doctors in both, at two sites that cut across. */
const list = [
  'name,team,profession,site,e-mail',
  ...['Surgery', 'Maternity'].flatMap((team) =>
    Array.from({ length: 20 }, (_, at) => {
      const profession = at === 19 ? 'Porter' : at % 2 ? 'Nurse' : 'Doctor'
      return `${team} ${at + 1},${team},${profession},${at % 4 < 2 ? 'Riverside' : 'Main building'},`
    }),
  ),
].join('\n')

beforeAll(async () => {
  let sessions: Map<string, Headers>
  ;({ running, browser, clinic, sessions } = await joinedClinic({ list, names: ['Surgery 1'] }))
  const cookies = sessions.get('Surgery 1')
  if (!cookies) throw new Error('Nobody joined.')
  member = cookies
  staff = (await staffOf(running, clinic.slug)).filter(({ member }) =>
    /^(Surgery|Maternity)/.test(member.name),
  )
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const at = (path: string) => `/app/${clinic.slug}${path}`

/** Opens a page as somebody sees it at both widths, light and dark, in English and Arabic; none is wider than its screen. */
const look = async (
  who: Headers,
  given: { path: string; name: string; ready: (page: Page) => Promise<void> },
) => {
  for (const [width, size] of [
    ['360', phone],
    ['1280', desk],
  ] as const)
    for (const [kind, look, language] of [
      ['light', 'light', 'en'],
      ['dark', 'dark', 'en'],
      ['arabic', 'light', 'ar'],
    ] as const) {
      const seen: Visitor = await visitor(browser, { running, size, look, cookies: who, language })
      await seen.page.goto(given.path)
      await given.ready(seen.page)
      await seen.settled()
      const spare = await seen.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect({ path: given.name, width, kind, spare: Math.max(0, spare) }).toMatchObject({ spare: 0 })
      await picture(seen.page, `${given.name}-${width}-${kind}`)
      expect(seen.complaints).toEqual([])
      await seen.context.close()
    }
}

test('who plans is offered profession and site with the size of each group, and what that costs each device', async () => {
  const ines = await visitor(browser, { running, size: desk, cookies: clinic.founderEnters })
  await ines.page.goto(at('/check-ins/plan'))
  await ines.page.getByLabel('By profession').check()
  await ines.page.getByLabel('By site').check()
  await reads(ines.page, /Doctor \(20\) · together: Nurse/)
  await press(ines.page, 'Show what will be published')
  await reads(ines.page, /each device sends 7 ballots/)
  await picture(ines.page, 'plan-chosen-1280-light')
  await ines.page.setViewportSize(phone)
  await picture(ines.page, 'plan-chosen-360-light')
  await ines.context.close()
  await look(clinic.founderEnters, {
    path: at('/check-ins/plan'),
    name: 'plan',
    ready: (page) => page.locator('input[name="furtherTables"]').first().waitFor(),
  })
}, 240_000)

test('the announcement tells everybody by what her answers are broken down', async () => {
  wave = await announceOn(running, {
    to: clinic,
    form: { title: 'November', minimumGroup: 8, furtherTables: ['profession', 'workplace'] },
  })
  await look(member, {
    path: at(`/check-ins/${wave}`),
    name: 'announced',
    ready: async (page) => {
      await page.locator('#published').waitFor()
      await page.getByText('Doctor (').or(page.getByText('Doctor (٢٠)')).first().waitFor()
    },
  })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
}, 240_000)

test('a member answers once; seven sealed ballots leave her phone, each on its own, and she is told of one check-in', async () => {
  const amara = await visitor(browser, { running, size: phone, cookies: member })
  const posted: number[] = []
  amara.context.on('response', async (response) => {
    if (response.request().method() === 'POST' && new URL(response.url()).pathname.startsWith('/a/'))
      posted.push(response.status())
  })
  await amara.page.goto(at(''))
  await amara.page.getByRole('link', { name: 'Answer now' }).click()
  await amara.page.waitForURL(/\/answer#/)
  await amara.page.getByRole('radio').first().waitFor()
  await picture(amara.page, 'answering-360-light')
  for (const answer of ['Agree', 'Neither', 'Disagree']) {
    await amara.page.locator('fieldset label', { hasText: answer }).first().click()
    await press(amara.page, 'Next')
  }
  await reads(amara.page, 'Before you send')
  await picture(amara.page, 'review-360-light')
  await press(amara.page, 'Send')
  await reads(amara.page, 'Thank you.')
  await picture(amara.page, 'sent-360-light')
  for (let minutes = 0; minutes < 60 && posted.length < 7; minutes += 5) {
    await amara.wait(5)
    await amara.settled()
  }
  await reads(amara.page, 'Your answers were received.')
  await picture(amara.page, 'received-360-light')
  expect(posted).toEqual(Array(7).fill(200))
  await amara.context.close()
}, 240_000)

test('the release names each question by profession and site, shown, hidden or not proved in time', async () => {
  const { checkins } = running.site.composition
  for (const [number, actor] of staff.entries()) {
    if (actor.member.name === 'Surgery 1') continue
    const held = await fetchTickets({ checkins, actor, wave })
    const [first] = held
    if (!first) throw new Error('She has no ticket.')
    for (const body of await fillBallots(held, someAnswers(first, number * 7 + 3)))
      expect(
        await sendTo({ port: running.port, headers: { host: new URL(running.url).host }, body }),
      ).toMatchObject({
        code: 'received',
      })
  }
  // The check before a release may take some minutes.
  running.clock.set(times.after)
  await eventually(
    async () => {
      await running.site.composition.jobs.send('advance-waves', {})
      return (await readRelease({ wave }, { checkins, actor: clinic.founder })).ok
    },
    { what: 'the release', patience: 400_000 },
  )
  const release = await readRelease({ wave }, { checkins, actor: clinic.founder })
  if (!release.ok) throw new Error(release.refusal.code)
  // Which of them the check before the release could prove safe is not told here: each is named on the page.
  expect(release.value.tables?.map(({ attribute }) => attribute)).toEqual(['profession', 'workplace'])
  await look(member, {
    path: at(`/releases/${wave}`),
    name: 'release',
    ready: (page) => page.locator('.release').waitFor(),
  })
  const reader = await visitor(browser, { running, size: phone, cookies: member })
  await reader.page.goto(at(`/releases/${wave}`))
  await reads(reader.page, 'By profession')
  await reads(reader.page, 'By site')
  await reader.context.close()
}, 600_000)
