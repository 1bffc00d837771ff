import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { desk, phone, picture, reads as seen, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { announceOn, type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import type { RunningSite } from '../rehearsal/running-site.ts'
import { answerAsStaff, staffOf } from '../rehearsal/staff-answers.ts'
import { makeCode, nameOnPage, release, retype, typeNumbers } from '../rehearsal/trustee-pages.ts'

// One errand, told in order: each test goes on where the one before ended.

let running: RunningSite
let browser: Browser
let clinic: Organised
let amara: Headers | undefined
let wave: string
let sheet: string[]
let file: string
const people: Record<string, Visitor> = {}

beforeAll(async () => {
  let sessions: Map<string, Headers>
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 9, Maternity: 8 }),
    names: ['Surgery 1'],
    site: { now: '2026-11-20T09:00:00Z' },
  }))
  amara = sessions.get('Surgery 1')
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const [name, { page, complaints }] of Object.entries(people)) {
      await picture(page, `failed-trustees-${name}`)
      expect.soft(complaints, name).toEqual([])
    }
  expect(running.incidents).toEqual([])
})

const sit = async (name: string, cookies?: Headers, size = desk): Promise<Visitor> => {
  await people[name]?.context.close()
  const who = await visitor(browser, { running, size, ...(cookies ? { cookies } : { device: 'unasked' }) })
  people[name] = who
  return who
}
const press = ({ page }: Visitor, name: string | RegExp) => page.getByRole('button', { name }).click()
const isAt = ({ page }: Visitor, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const reads = ({ page }: Visitor, words: string | RegExp) => seen(page, words)

const nameOne = (ines: Visitor, office: string, name: string) =>
  nameOnPage(ines, { slug: clinic.slug, office, name })

test('an administrator names two trustees, and each makes a code that only her browser sees', async () => {
  const ines = await sit('ines', clinic.founderEnters)
  const links = {
    dora: await nameOne(ines, 'Data protection', 'Dora Petrov'),
    sven: await nameOne(ines, 'Representing the staff', 'Sven Ode'),
  }
  await picture(ines.page, 'trustees-named')
  const dora = await sit('dora', undefined, phone)
  const sent: string[] = []
  dora.context.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`))
  const numbers = await makeCode(dora, links.dora)
  await picture(dora.page, 'trustee-code')
  const saving = dora.page.waitForEvent('download')
  await press(dora, 'Save it as a file')
  file = readFileSync(await (await saving).path(), 'utf8')
  expect(file).toContain(numbers.join(' '))
  await retype(dora, ['0000', ...numbers.slice(1).map(() => '0000')])
  await reads(dora, /That is not what stands there/)
  await retype(dora, numbers)
  await isAt(dora, 'You hold a part of the keys.')
  await picture(dora.page, 'trustee-done')
  for (const secret of [numbers.join(' '), numbers.join('')]) expect(sent.join('\n')).not.toContain(secret)

  const sven = await sit('sven')
  sheet = await makeCode(sven, links.sven)
  await retype(sven, sheet)
  await isAt(sven, 'You hold a part of the keys.')
  const words = await sven.page.locator('.words-print').textContent()
  await ines.page.goto(`/app/${clinic.slug}/trustees`)
  await reads(ines, words ?? 'nothing')
  await sven.page.goto(links.sven)
  await reads(sven, /This link was used/)
})

test('before anybody answers, the page says who holds the key and what happens if a code is lost', async () => {
  wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: '2026-11-24T09:00:00Z', state: 'open' })
  const member = await sit('amara', amara, phone)
  await member.page.goto(`/app/${clinic.slug}`)
  await member.page.locator('a[href^="/answer#"]').first().click()
  await reads(member, 'Question 1 of 3')
  await member.page.getByText('How, and what we cannot promise').click()
  await reads(member, /Dora Petrov \(Data protection\) and Sven Ode \(Representing the staff\) hold the key/)
  await reads(member, /If a code is lost, or a part has not come by/)
  await picture(member.page, 'trustees-promise')
  const staff = await staffOf(running, clinic.slug)
  const others = staff.filter(({ member: { name } }) => name !== 'Surgery 1')
  expect(await answerAsStaff(running, { people: others, wave })).toBe(others.length)
})

test('when it is over it waits for both, and everybody sees for whom', async () => {
  await passTo(running, { to: clinic, wave, at: '2026-12-01T09:00:00Z', state: 'closing' })
  const ines = await sit('ines', clinic.founderEnters)
  await ines.page.goto(`/app/${clinic.slug}/check-ins/${wave}`)
  await reads(ines, /waits for Dora Petrov and Sven Ode to release the key/)
  await picture(ines.page, 'trustees-waits')
})

test('a wrong number is found at once, and another code is none of hers', async () => {
  const sven = await sit('sven', undefined, phone)
  await sven.page.goto(`/trustees/${clinic.slug}`)
  const slip = sheet.with(4, String((Number(sheet[4]) + 1) % 10_000).padStart(4, '0'))
  const typed = sven.page.getByLabel('Or the thirteen numbers')
  await typed.fill(slip.join(' '))
  await press(sven, 'Look what waits for me')
  await reads(sven, /There is a slip in number 5/)
  await typed.fill(`${'0000 '.repeat(3)}`)
  await press(sven, 'Look what waits for me')
  await reads(sven, /thirteen numbers|slip in number/)
  await typed.fill('0000 0051 2335 1009 6063 2425 8064 0507 9559 3958 7315 3610 2957')
  await press(sven, 'Look what waits for me')
  await reads(sven, /not one of a trustee of Alder Bridge/)
  await picture(sven.page, 'trustee-wrong-code')
})

test('one releases with her file, the server goes away, and the other releases with the printed numbers', async () => {
  const dora = await sit('dora', undefined, phone)
  await dora.page.goto(`/trustees/${clinic.slug}`)
  const input = { name: 'kith.json', mimeType: 'application/json', buffer: Buffer.from(file) }
  await dora.page.getByLabel('Your file').setInputFiles(input)
  await press(dora, 'Look what waits for me')
  await reads(dora, 'This is the code of Dora Petrov.')
  await picture(dora.page, 'trustee-release')
  await release(dora)

  const sven = await sit('sven')
  await typeNumbers(sven, { slug: clinic.slug, name: 'Sven Ode', numbers: sheet })
  await running.stop()
  await press(sven, /^Release my part/)
  await reads(sven, /The site could not be reached/)
  await running.start()
  await release(sven)
  await passTo(running, { to: clinic, wave, at: '2026-12-01T09:05:00Z', state: 'released' })
})

test('the result is there for everybody, and nothing waits any more', async () => {
  const ines = await sit('ines', clinic.founderEnters)
  await ines.page.goto(`/app/${clinic.slug}/releases/${wave}`)
  await reads(ines, /November/)
  await picture(ines.page, 'trustees-release')
  const dora = await sit('dora', undefined, phone)
  await dora.page.goto(`/trustees/${clinic.slug}`)
  await reads(dora, 'Nothing waits now.')
  expect(people.dora?.complaints).toEqual([])
})
