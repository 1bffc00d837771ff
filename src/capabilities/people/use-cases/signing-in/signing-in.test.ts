import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PeopleSite, peopleSite, setUpForm, withAdministrator } from '../../testing/people-site.ts'
import { enterWithDigits } from './enter-with-digits.server.ts'
import { sendCode } from './send-code.server.ts'

let site: PeopleSite
beforeAll(async () => {
  site = await peopleSite()
  await withAdministrator(site)
})
afterAll(() => site.close())

const { email } = setUpForm
const address = '10.0.0.1'
const settled = () => new Promise((resolve) => setTimeout(resolve, 300))
const newCode = async () => {
  site.codes.length = 0
  expect(await sendCode(site, { form: { email }, address })).toEqual({
    ok: true,
    value: { email, isMailAway: false },
  })
  for (let waited = 0; site.codes.length === 0 && waited < 50; waited += 1) await settled()
  return site.codes[0]?.code ?? 'none'
}

test('six digits open the account, once', async () => {
  const digits = await newCode()
  const entered = await enterWithDigits(site, { form: { email: email.toUpperCase(), digits }, address })
  expect(entered.ok && entered.value.headers.get('set-cookie')).toMatch(
    /session_token=.*Path=\/app; HttpOnly; Secure/,
  )
  expect(await enterWithDigits(site, { form: { email, digits }, address })).toMatchObject({
    refusal: { code: 'people/digits-not-right' },
  })
})

test('neither address nor browser is kept with a session', async () => {
  const { rows } = await site.database.sitePool.query('select "ipAddress", "userAgent" from site.session')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect([row.ipAddress || null, row.userAgent || null]).toEqual([null, null])
})

test('an address that nobody has gets the same answer, and no letter', async () => {
  site.codes.length = 0
  const nobody = 'nobody@alderbridge.example'
  expect(await sendCode(site, { form: { email: nobody }, address })).toEqual({
    ok: true,
    value: { email: nobody, isMailAway: false },
  })
  await settled()
  expect(site.codes).toEqual([])
})

test('five wrong guesses end a code, and guessing on is stopped for the hour', async () => {
  const digits = await newCode()
  const wrong = digits === '000000' ? '000001' : '000000'
  for (let guess = 0; guess < 5; guess += 1)
    await enterWithDigits(site, { form: { email, digits: wrong }, address })
  expect(await enterWithDigits(site, { form: { email, digits }, address })).toMatchObject({
    refusal: { code: 'people/digits-not-right' },
  })
  const codes = []
  for (let guess = 0; guess < 10; guess += 1) {
    const refused = await enterWithDigits(site, {
      form: { email, digits: wrong },
      address: `10.1.0.${guess}`,
    })
    codes.push(refused.ok ? 'ok' : refused.refusal.code)
  }
  expect(codes.at(-1)).toBe('people/too-many-attempts')
})

test('no more than ten letters an hour go to one address', async () => {
  const other = 'other@alderbridge.example'
  const sent = []
  for (let at = 0; at < 11; at += 1) {
    sent.push((await sendCode(site, { form: { email: other }, address: `10.2.0.${at}` })).ok)
  }
  expect(sent).toEqual([...Array(10).fill(true), false])
})

test('an address over its limit uses up nobody’s letters and tries', async () => {
  const asked: string[] = []
  const counting = {
    ...site,
    attempts: {
      waitFor: () => undefined,
      consume: async (key: string) => {
        asked.push(key)
        return { allowed: false, retryAfter: 60 }
      },
    },
  }
  await sendCode(counting, { form: { email }, address })
  await enterWithDigits(counting, { form: { email, digits: '123456' }, address })
  expect(asked).toEqual([`send code for ${address}`, `digits from ${address}`])
})

test('what is typed wrong is said at its field', async () => {
  expect(await sendCode(site, { form: { email: 'ines@' }, address })).toMatchObject({
    refusal: { code: 'people/fields', fields: { email: 'email-incomplete' } },
  })
  expect(await enterWithDigits(site, { form: { email, digits: '12' }, address })).toMatchObject({
    refusal: { fields: { digits: 'digits-incomplete' } },
  })
})

test('a site without a mail server says so instead of pretending', async () => {
  const quiet = { ...site, mail: { ...site.mail, isConnected: false } }
  expect(await sendCode(quiet, { form: { email }, address })).toMatchObject({
    refusal: { code: 'people/mail-not-connected' },
  })
})
