import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { desk, phone, picture, press, reads, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import {
  addWitness,
  type Keeper,
  looksWell,
  openKeeper,
  saveKeeper,
  signOnPage,
} from '../rehearsal/keeper.ts'
import { announceOn, type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import type { RunningSite } from '../rehearsal/running-site.ts'
import { runApart } from '../rehearsal/site-apart.ts'
import { answerAsStaff, staffOf } from '../rehearsal/staff-answers.ts'
import { makeCode, nameOnPage, release, retype, typeNumbers } from '../rehearsal/trustee-pages.ts'
import { times } from '../rehearsal/wave.ts'

// Everything that stands between an organisation and the answers of its people at once, each in a browser of its own. One
// errand, told in order: each test goes on where the one before ended.

let running: RunningSite
let browser: Browser
let clinic: Organised
let folder: string
let sessions: Map<string, Headers>
let wave: string
let keeper: Keeper
const numbers: Record<string, string[]> = {}
const people: Record<string, Visitor> = {}
const title = 'November'
const union = 'The nurses’ union'
const trustees = { dora: 'Dora Petrov', sven: 'Sven Ode' }
const members = ['Surgery 1', 'Surgery 2']

beforeAll(async () => {
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 9, Maternity: 8 }),
    names: members,
  }))
  folder = mkdtempSync(join(tmpdir(), 'kith-both-'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    if (keeper) await picture(keeper.page, 'failed-both-keeper')
    for (const [name, { page }] of Object.entries(people)) await picture(page, `failed-both-${name}`)
  }
  expect(running.incidents).toEqual([])
  expect(keeper?.complaints ?? []).toEqual([])
})

const sit = async (name: string, on: { cookies?: Headers | undefined; size?: typeof phone } = {}) => {
  await people[name]?.context.close()
  const { cookies, size = phone } = on
  const who = await visitor(browser, { running, size, ...(cookies ? { cookies } : { device: 'unasked' }) })
  people[name] = who
  return who
}
const atDesk = () => sit('ines', { cookies: clinic.founderEnters, size: desk })

test('two trustees make their codes, each in her own browser, and a witness her key on a page from her disk', async () => {
  const ines = await atDesk()
  const links = {
    dora: await nameOnPage(ines, { slug: clinic.slug, office: 'Data protection', name: trustees.dora }),
    sven: await nameOnPage(ines, {
      slug: clinic.slug,
      office: 'Representing the staff',
      name: trustees.sven,
    }),
  }
  for (const [name, link] of Object.entries(links)) {
    const trustee = await sit(name)
    numbers[name] = await makeCode(trustee, link)
    await retype(trustee, numbers[name])
    await trustee.page.getByRole('heading', { level: 1, name: 'You hold a part of the keys.' }).waitFor()
  }
  await saveKeeper(ines, { slug: clinic.slug, folder })
  const list = `${running.url}/manifests/${clinic.slug}`
  keeper = await openKeeper(browser, { folder, list, organisation: 'Alder Bridge' })
  await addWitness(ines, { slug: clinic.slug, name: union, key: keeper.key })
  await reads(ines.page, 'Browsers wait for this signature.')
})

test('the check-in is announced, opens once the witness has signed, and members answer what all three stand for', async () => {
  wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'announced' })
  await signOnPage(keeper, title)
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
  for (const name of members) {
    const member = await sit(name, { cookies: sessions.get(name) })
    await member.page.goto(`/app/${clinic.slug}`)
    await member.page.getByRole('link', { name: 'Answer now' }).click()
    await reads(member.page, 'Question 1 of 3')
    await member.page.getByText('How, and what we cannot promise').click()
    await reads(
      member.page,
      /Dora Petrov \(Data protection\) and Sven Ode \(Representing the staff\) hold the key/,
    )
    await reads(member.page, new RegExp(union))
    for (let step = 1; step <= 3; step++) {
      await reads(member.page, `Question ${step} of 3`)
      await member.page.getByText('Agree', { exact: true }).click()
      await press(member.page, 'Next')
    }
    await member.page.getByRole('heading', { name: 'Before you send' }).waitFor()
    await press(member.page, 'Send')
    await press(member.page, 'Send it now instead')
    await reads(member.page, 'Your answers were received.')
    expect(member.complaints).toEqual([])
  }
  const staff = await staffOf(running, clinic.slug)
  const others = staff.filter(({ member: { name } }) => !members.includes(name))
  expect(await answerAsStaff(running, { people: others, wave })).toBe(others.length)
})

test('when it is over one trustee releases, the server is killed, and after that the other', async () => {
  await passTo(running, { to: clinic, wave, at: '2026-12-01T09:00:00Z', state: 'closing' })
  const apart = await runApart(running)
  const dora = await sit('dora')
  const sven = await sit('sven')
  await typeNumbers(dora, { slug: clinic.slug, name: trustees.dora, numbers: numbers.dora ?? [] })
  await typeNumbers(sven, { slug: clinic.slug, name: trustees.sven, numbers: numbers.sven ?? [] })
  await release(dora)
  await apart.kill()
  await sven.page.getByRole('button', { name: /^Release my part/ }).click()
  await reads(sven.page, /The site could not be reached/)
  await running.start()
  const ines = await atDesk()
  await ines.page.goto(`/app/${clinic.slug}/check-ins/${wave}`)
  await reads(ines.page, /waits for Sven Ode to release the key/)
  await release(sven)
  await passTo(running, { to: clinic, wave, at: '2026-12-01T09:05:00Z', state: 'released' })
})

test('everybody reads the release, nothing waits any more, and the witness sees a list that holds together', async () => {
  const member = await sit('Surgery 1', { cookies: sessions.get('Surgery 1') })
  await member.page.goto(`/app/${clinic.slug}/releases/${wave}`)
  await member.page.getByRole('heading', { level: 1 }).waitFor()
  await reads(member.page, /Surgery/)
  await picture(member.page, 'both-release')
  const sven = await sit('sven')
  await sven.page.goto(`/trustees/${clinic.slug}`)
  await reads(sven.page, 'Nothing waits now.')
  await looksWell(keeper)
  await keeper.page.getByRole('button', { name: `Sign ${title}` }).waitFor({ state: 'detached' })
  expect(await keeper.page.title()).not.toMatch(/^Alarm/)
  await picture(keeper.page, 'both-keeper')
})
