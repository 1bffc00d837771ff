import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pasteTexts } from '#capabilities/checkins/index.server.ts'
import { picture, press, reads } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { databaseText } from './evidence/database-text.ts'

// What somebody has answered before, and what she fills in for herself: on her device only, locked without her session.

let clinic: OpenClinic

const questions = Array.from({ length: 9 }, (_, at) => `Invented question ${at + 1} of nine`)
const choices = ['Never at all', 'Now and then', 'Rather often', 'All of the time']

beforeAll(async () => {
  clinic = await openClinic({ staff: 9, joined: 7 })
  const pasted = await pasteTexts(
    {
      instrument: 'phq9',
      texts: {
        locale: 'en',
        items: Object.fromEntries(questions.map((text, at) => [String(at + 1), text])),
        options: { frequency: Object.fromEntries(choices.map((text, value) => [String(value), text])) },
      },
    },
    { checkins: clinic.running.site.composition.checkins, actor: clinic.founder },
  )
  if (!pasted.ok) throw new Error(JSON.stringify(pasted.refusal))
})
afterAll(async () => {
  await clinic?.everybodyLeaves()
  await clinic?.end()
})

/** Every byte of the shelves of this browser, as Latin letters: whatever stands there in clear is found in it. */
const bytesKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('kith')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const texts: string[] = []
    const look = (value: unknown): void => {
      if (value instanceof Uint8Array) texts.push(String.fromCharCode(...value))
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
      else texts.push(String(value))
    }
    for (const shelf of ['history', 'locks', 'drafts', 'tickets', 'ballots', 'members', 'devices']) {
      const request = database.transaction(shelf).objectStore(shelf).getAll()
      await new Promise((resolve) => {
        request.onsuccess = resolve
      })
      look(request.result)
      texts.push(`${shelf}:${request.result.length}`)
    }
    database.close()
    return texts.join('\n')
  })

test('what she answered stands in her history, is locked on the disk, and opens with her session only', async () => {
  const who = await clinic.sitsDown(1)
  const { page, context } = who
  const sent: string[] = []
  context.on('request', (request) => sent.push(request.postDataBuffer()?.toString('latin1') ?? ''))
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Answer now' }).click()
  for (const [at, words] of ['Strongly disagree', 'Neither', 'Strongly agree'].entries()) {
    await reads(page, `Question ${at + 1} of 3`)
    await page.getByText(words, { exact: true }).click()
    await press(page, 'Next')
  }
  await press(page, 'Send')
  await reads(page, 'Your answers leave this device before')
  expect(await bytesKept(page)).toContain('drafts:0')
  await press(page, 'Send it now instead')
  await reads(page, 'Your answers were received.')
  const kept = await bytesKept(page)
  expect(kept).toContain('history:1')
  expect(kept).not.toMatch(/Strongly|Neither|workload|November/)

  const asked: string[] = []
  context.on('request', (request) => asked.push(`${request.method()} ${request.url()} ${request.postData()}`))
  await page.goto(`${clinic.home}/myself`)
  await page.locator('summary', { hasText: 'November' }).click()
  await reads(page, 'Strongly disagree')
  await picture(page, 'myself-history')
  expect([...asked, ...sent].filter((line) => /disagree|workload/i.test(line))).toEqual([])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    press(page, 'Take it away as a table'),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain('"Strongly disagree"')

  // The site holds the key and nothing that it opens.
  const stored = await databaseText({ address: clinic.running.address }, { without: 'queue' })
  expect(stored).toContain('history_key')
  expect(stored.includes('kith-history')).toBe(false)

  await clinic.takesOver(who, 2)
  await page.goto(`${clinic.home}/account`)
  await press(page, 'Only I use this device')
  await reads(page, 'You said that only you use this device.')
  await page.goto(`${clinic.home}/myself`)
  await reads(page, 'Nothing yet')
  expect(await page.locator('main').innerText()).not.toMatch(/November|Strongly/)
  // And back: it is hers again.
  await clinic.takesOver(who, 1)
  await page.goto(`${clinic.home}/myself`)
  await page.locator('summary', { hasText: 'November' }).waitFor()

  await page.goto(`${clinic.home}/account`)
  await press(page, 'Sign out')
  await page.waitForURL(`${clinic.running.url}/`)
  const refused = await context.request.post(`${clinic.home}/myself/key`, {
    headers: { origin: clinic.running.url },
  })
  expect(refused.status()).toBe(401)
  expect(await bytesKept(page)).not.toMatch(/Strongly|Neither|workload/)
})

test('after a restore from before, her history says that its key is gone, and she begins a new one', async () => {
  const { page } = await clinic.sitsDown(7)
  await page.goto(clinic.home)
  await page.getByRole('link', { name: 'Answer now' }).click()
  await reads(page, 'Question 1 of 3')
  await page.goto(`${clinic.home}/myself`)
  await reads(page, 'Nothing yet')
  await clinic.running.site.composition.database.inOrganisation(clinic.founder.organisation.id, (tx) =>
    sql`delete from org.history_key`.execute(tx),
  )
  await page.reload()
  await reads(page, 'The site no longer has the key that it was locked with')
  await press(page, 'Erase it and begin a new one')
  await reads(page, 'Nothing yet')
  await page.reload()
  await reads(page, 'Nothing yet')
})

test('the key of one person does not open the history of another', async () => {
  const keyOf = async (number: number) => {
    const { context } = await clinic.sitsDown(number)
    const answer = await context.request.post(`${clinic.home}/myself/key`, {
      headers: { origin: clinic.running.url },
    })
    expect(answer.headers()['cache-control']).toBe('no-store')
    return (await answer.json()) as { key: string }
  }
  const [first, again, other] = [await keyOf(3), await keyOf(3), await keyOf(4)]
  expect(first.key).toMatch(/^[\w-]{43}$/)
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('what she fills in for herself never leaves, and a heavy answer shows support to her alone', async () => {
  const { page, context } = await clinic.sitsDown(5)
  await page.goto(`${clinic.home}/account`)
  await press(page, 'Only I use this device')
  await reads(page, 'You said that only you use this device.')
  await page.goto(`${clinic.home}/myself`)
  await reads(page, 'Nothing yet')
  const asked: string[] = []
  context.on('request', (request) => asked.push(`${request.method()} ${request.url()}`))
  await press(page, 'Begin: Patient Health Questionnaire, 9 items')
  for (const [at, question] of questions.entries()) {
    await reads(page, question)
    const support = page.getByRole('link', { name: 'See who can help now' })
    expect(await support.count()).toBe(0)
    await page.getByText(choices[at === 8 ? 1 : 0] ?? '', { exact: true }).click()
    // At once: before anything more is asked of her.
    if (at === 8) {
      await support.waitFor()
      await picture(page, 'myself-heavy')
    }
    await press(page, 'Next')
  }
  await page.getByRole('heading', { level: 1, name: 'What you said' }).waitFor()
  await reads(page, 'Patient Health Questionnaire, 9 items: 1')
  await reads(page, 'The published range for this number is called minimal.')
  await reads(page, 'This is a first look, not a diagnosis.')
  await page.getByRole('link', { name: 'See who can help now' }).waitFor()
  await press(page, 'Keep it on this device')
  await reads(page, 'Kept on this device, locked.')
  await picture(page, 'myself-result')
  // Scripts and styles of this very page may come; nothing else was asked, and nothing was sent.
  expect(asked.filter((line) => !/^GET \S+\/_app\//.test(line))).toEqual([])
  expect(await bytesKept(page)).not.toContain('Invented question')

  // Kept again another day: two values, and no verdict where nobody knows how much the number varies by itself.
  await press(page, 'Back to the list')
  await press(page, 'Begin: Patient Health Questionnaire, 9 items')
  for (const question of questions) {
    await reads(page, question)
    await page.getByText(choices[1] ?? '', { exact: true }).click()
    await press(page, 'Next')
  }
  await reads(page, /^On .* it was 1\. Nobody has measured well enough/)
  expect(await page.locator('main').innerText()).not.toMatch(/improv|worse|better/i)

  await press(page, 'Back to the list')
  await page.locator('summary', { hasText: 'Erase it' }).click()
  await press(page, 'Erase everything here')
  await reads(page, 'Done. Nothing of before is kept here.')
  expect(await bytesKept(page)).toContain('history:0')
})

test('on a shared browser something can be filled in, and nothing of it stays', async () => {
  const { page } = await clinic.sitsDown(6, { device: 'shared' })
  await page.goto(clinic.home)
  await reads(page, 'On a shared device nothing is kept.')
  await page.goto(`${clinic.home}/myself`)
  await reads(page, 'On a shared device nothing is kept.')
  await press(page, 'Begin: Weekly five')
  await reads(page, 'Question 1 of 3')
  for (let at = 0; at < 3; at += 1) await press(page, 'Skip this one')
  await reads(page, 'It is not kept. When you leave this page it is gone.')
  expect(await page.getByRole('button', { name: 'Keep it on this device' }).count()).toBe(0)
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
})
