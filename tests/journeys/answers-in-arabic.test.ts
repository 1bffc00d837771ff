import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, phone, picture, type Visitor, visitor } from '../rehearsal/browser.ts'
import { joinedClinic } from '../rehearsal/joined-clinic.ts'
import { announceOn, type Organised, passTo, staffList } from '../rehearsal/people-on-site.ts'
import type { RunningSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// One person reads Arabic, on a browser that asks for English.

let running: RunningSite
let browser: Browser
let clinic: Organised
let reader: Visitor
const asked: { path: string; language: string | undefined }[] = []

beforeAll(async () => {
  let sessions: Map<string, Headers>
  ;({ running, browser, clinic, sessions } = await joinedClinic({
    list: staffList({ Surgery: 9 }),
    names: ['Surgery 1'],
  }))
  const wave = await announceOn(running, { to: clinic })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
  const cookies = sessions.get('Surgery 1')
  if (!cookies) throw new Error('Nobody joined.')
  reader = await visitor(browser, { running, size: phone, cookies })
  reader.context.on('request', async (request) => {
    const { pathname, search } = new URL(request.url())
    asked.push({ path: pathname + search, language: (await request.allHeaders())['accept-language'] })
  })
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const page = (): Page => reader.page
const reads = (words: string | RegExp) => page().getByText(words).filter({ visible: true }).first().waitFor()
const way = () => page().evaluate(() => [document.documentElement.lang, document.documentElement.dir])
const home = () => `/app/${clinic.slug}`

test('she chooses Arabic at the foot of the page, and from then on her pages and letters are in it', async () => {
  await page().goto(home())
  expect(await way()).toEqual(['en', 'ltr'])
  await page().getByRole('link', { name: 'العربية' }).click()
  await reads('الإجابة الآن')
  expect(await way()).toEqual(['ar', 'rtl'])
  expect(new URL(page().url()).search).toBe('')
  await page().goto(`${home()}/account`)
  expect(await way()).toEqual(['ar', 'rtl'])
  // Another device of hers follows, though its browser asks for English.
  const other = await visitor(browser, { running, size: phone })
  await other.context.addCookies(
    (await reader.context.cookies()).filter(({ name }) => name !== 'kith-language'),
  )
  await other.page.goto(home())
  expect(await other.page.evaluate(() => document.documentElement.lang)).toBe('ar')
  await other.context.close()
})

test('she answers in Arabic on a small phone: one language, right to left, arrows that go where they point', async () => {
  await page().goto(home())
  await page().getByText('لحظة واحدة، هذا الجهاز يستعد').waitFor({ state: 'hidden' })
  asked.length = 0
  await page().getByRole('link', { name: 'الإجابة الآن' }).click()
  await reads('السؤال ١ من ٣')
  expect(await way()).toEqual(['ar', 'rtl'])
  expect(await page().locator('h1').innerText()).toBe('كان عبء عملي هذا الأسبوع محتملًا.')
  expect(await page().evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  )
  await picture(page(), 'arabic-question-360')

  const places = page().locator('fieldset label')
  expect(await places.allInnerTexts()).toEqual([
    'لا أوافق بشدة',
    'لا أوافق',
    'لا هذا ولا ذاك',
    'أوافق',
    'أوافق بشدة',
  ])
  const chosen = () => page().locator('fieldset label:has(:checked)').innerText()
  await places.first().click()
  await page().keyboard.press('ArrowDown')
  expect(await chosen()).toBe('لا أوافق')

  await page().setViewportSize(desk)
  const [first, last] = [await places.first().boundingBox(), await places.last().boundingBox()]
  expect(first?.x).toBeGreaterThan(last?.x ?? 0)
  await picture(page(), 'arabic-question-1280')
  await page().keyboard.press('ArrowLeft')
  expect(await chosen()).toBe('لا هذا ولا ذاك')
  await page().keyboard.press('ArrowRight')
  expect(await chosen()).toBe('لا أوافق')
  await page().setViewportSize(phone)

  await page().getByRole('button', { name: 'التالي' }).click()
  for (const step of ['٢', '٣']) {
    await reads(`السؤال ${step} من ٣`)
    await page().getByRole('button', { name: 'تجاوز هذا السؤال' }).click()
  }
  await reads('قبل الإرسال')
  await picture(page(), 'arabic-review-360')
  // No word of another language anywhere on the page, but for names.
  const words = await page().locator('main').innerText()
  expect(words.replaceAll(/Kith|November|Alder Bridge|Surgery/g, '')).not.toMatch(/[A-Za-z]{3}/)
})

test('turning to another language asks nobody, and keeps what was tapped', async () => {
  asked.length = 0
  await page().getByRole('link', { name: 'Español' }).click()
  await reads('Antes de enviar')
  expect(await way()).toEqual(['es', 'ltr'])
  await reads('En desacuerdo')
  await page().getByRole('link', { name: 'العربية' }).click()
  await reads('قبل الإرسال')
  expect(asked.filter(({ path }) => !path.startsWith('/_app/'))).toEqual([])
  expect(asked.every(({ path }) => !/read-in|language|lang|\b(es|ar)\b/.test(path))).toBe(true)
})

test('the page for help follows the choice, by this browser’s memory and no cookie', async () => {
  const other = await reader.context.newPage()
  const cookies: (string | undefined)[] = []
  other.on('request', async (request) => {
    if (request.isNavigationRequest()) cookies.push((await request.allHeaders()).cookie)
  })
  await other.goto('/support')
  await other.waitForURL(/read-in=ar/)
  await other.locator('html[lang=ar][dir=rtl] h1').waitFor()
  expect(cookies.length).toBeGreaterThan(0)
  expect(cookies.filter(Boolean)).toEqual([])
  await other.close()
})

test('what leaves names no language: neither the ballot’s address nor what the browser adds to it', async () => {
  asked.length = 0
  await page().getByRole('button', { name: 'إرسال', exact: true }).click()
  await page().getByRole('button', { name: 'إرسالها الآن بدل الانتظار' }).click()
  await reads('وصلت إجاباتك.')
  const ballots = asked.filter(({ path }) => path.startsWith('/a/'))
  expect(ballots).toEqual([{ path: '/a/ballots', language: '*' }])
  expect(reader.complaints).toEqual([])
})
