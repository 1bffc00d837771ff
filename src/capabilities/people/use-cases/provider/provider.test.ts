import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RealProvider, startProvider } from '../../../../../tests/rehearsal/real-provider.ts'
import type { Actor } from '../../domain/actor.ts'
import {
  joinByCode,
  type PeopleSite,
  peopleSite,
  setUpForm,
  withAdministrator,
} from '../../testing/people-site.ts'
import { makeCommons } from '../commons/look-after-commons.server.ts'
import { confirmImport } from '../importing/confirm-import.server.ts'
import { previewImport } from '../importing/preview-import.server.ts'
import { uploadRoster } from '../importing/upload-roster.server.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { sendMessages } from '../messages/send-messages.server.ts'
import { beginByProvider } from './begin-by-provider.server.ts'
import { enterByProvider } from './enter-by-provider.server.ts'
import {
  checkProvider,
  forgetProviderPeople,
  keepProvider,
  seeProvider,
  turnProviderOn,
} from './look-after-provider.server.ts'
import { findProviderButton, redirectAddress } from './read-provider.server.ts'

let site: PeopleSite
let provider: RealProvider
let founder: Actor
const address = '10.0.0.1'
const form = () => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  buttonName: 'Come in with your hospital account',
})
const operator = () => ({ userId: founder.userId })

beforeAll(async () => {
  const made = await peopleSite()
  site = { ...made, settings: { ...made.settings, publicUrl: 'http://localhost:3000' } }
  founder = await withAdministrator(site)
  provider = await startProvider({ redirectUri: () => redirectAddress(site) })
  expect(await keepProvider(site, { ...operator(), form: form() })).toMatchObject({ ok: true })
  expect(await turnProviderOn(site, { ...operator(), form: { on: 'yes' } })).toMatchObject({ ok: true })
})
beforeEach(async () => {
  provider.people.clear()
  provider.rewrite = undefined
  provider.signsWithOtherKey = false
  await forgetProviderPeople(site, operator())
})
afterAll(async () => {
  await provider?.stop()
  await site?.close()
})

const person = (subject: string, email = setUpForm.email, isVerified = true) =>
  provider.people.set(subject, { email, email_verified: isVerified })
const begin = async (next = '/app') => {
  const begun = await beginByProvider(site, { address, next })
  if (!begun.ok) throw new Error(begun.refusal.code)
  return begun.value
}
const comeIn = async (subject: string) => {
  const { url, kept } = await begin()
  const back = await provider.signInThere(url, subject)
  return enterByProvider(site, { kept, answer: back.searchParams, address })
}
const codeOf = (entered: Awaited<ReturnType<typeof comeIn>>) => (entered.ok ? 'in' : entered.refusal.code)
const sessionsByProvider = async () =>
  (await site.database.sitePool.query('select "userId" from site.session where "byProvider"')).rows

test('somebody who has an account comes in by her verified e-mail, and her session says how it began', async () => {
  person('ines-there')
  const { url, kept } = await begin('/app/alder-bridge-hospital')
  expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256')
  expect(kept).not.toContain('alder-bridge')
  const back = await provider.signInThere(url, 'ines-there')
  const entered = await enterByProvider(site, { kept, answer: back.searchParams, address })
  expect(entered).toMatchObject({
    ok: true,
    value: { userId: founder.userId, next: '/app/alder-bridge-hospital' },
  })
  expect(entered.ok && entered.value.headers.get('set-cookie')).toMatch(
    /session_token=.*Path=\/app; HttpOnly/,
  )
  expect(await sessionsByProvider()).toContainEqual({ userId: founder.userId })
})

test('later she is known by her identity there, whatever e-mail it has by then', async () => {
  person('ines-there')
  expect(codeOf(await comeIn('ines-there'))).toBe('in')
  person('ines-there', 'married@elsewhere.example', false)
  const again = await comeIn('ines-there')
  expect(again.ok && again.value.userId).toBe(founder.userId)
})

test('another identity with the same e-mail is refused once the account is bound', async () => {
  person('ines-there')
  person('somebody-else')
  expect(codeOf(await comeIn('ines-there'))).toBe('in')
  expect(codeOf(await comeIn('somebody-else'))).toBe('people/provider-other-person')
})

test('an e-mail that the provider has not verified opens nothing', async () => {
  person('ines-there', setUpForm.email, false)
  expect(codeOf(await comeIn('ines-there'))).toBe('people/provider-email-not-verified')
  provider.people.set('ines-there', { email: setUpForm.email })
  expect(codeOf(await comeIn('ines-there'))).toBe('people/provider-email-not-verified')
})

test('nobody, somebody without a place, and an invented address are refused alike, and no account is made', async () => {
  const { userId } = await site.signIn.api.makeAccount({
    body: { email: 'gone@alderbridge.example', name: 'Gone' },
  })
  const before = (await site.database.sitePool.query('select count(*) from site.user')).rows
  person('a', 'nobody@alderbridge.example')
  person('b', 'gone@alderbridge.example')
  person('c', `${founder.member.id}@no-mail.invalid`)
  for (const subject of ['a', 'b', 'c']) expect(codeOf(await comeIn(subject))).toBe('people/provider-nobody')
  expect((await site.database.sitePool.query('select count(*) from site.user')).rows).toEqual(before)
  expect((await sessionsByProvider()).map((row) => row.userId)).not.toContain(userId)
})

test('an account that has a place only in the commons is nobody’s to vouch for', async () => {
  const made = await makeCommons(site, {
    ...operator(),
    form: { organisationName: 'Commons', language: 'en', timeZone: 'UTC', hostKind: 'members' },
  })
  expect(made.ok).toBe(true)
  const { userId } = await site.signIn.api.makeAccount({ body: { email: 'free@home.example', name: 'Free' } })
  await site.database.sitePool.query(
    'insert into site.membership select $1, organisation, gen_random_uuid() from site.commons',
    [userId],
  )
  person('free-there', 'free@home.example')
  expect(codeOf(await comeIn('free-there'))).toBe('people/provider-nobody')
})

test('an open letter of invitation is accepted; a printed code or none is not', async () => {
  const bytes = new TextEncoder().encode(
    'Name,Team,Profession,Email\nOsei Adjei,Surgery,Nurse,osei@alderbridge.example\nTam Lin,Surgery,Nurse,tam@alderbridge.example\n',
  )
  const actor = founder
  const up = await uploadRoster(site, { actor, fileName: 'staff.csv', bytes })
  if (!up.ok) throw new Error(up.refusal.code)
  const seen = await previewImport(site, { actor, upload: up.value.upload })
  if (!seen.ok) throw new Error(seen.refusal.code)
  const { fingerprint } = seen.value
  await confirmImport(site, { actor, upload: up.value.upload, fingerprint, choices: {} })
  person('osei-there', 'osei@alderbridge.example')
  person('tam-there', 'tam@alderbridge.example')
  expect(codeOf(await comeIn('osei-there'))).toBe('people/provider-nobody')
  const tam = await joinByCode(site, { actor, name: 'Tam Lin' })
  expect(codeOf(await comeIn('tam-there'))).toBe('people/provider-nobody')
  await site.database.sitePool.query('delete from site.membership where user_id = $1', [tam.userId])
  await inviteMembers(
    { ...site, settings: { ...site.settings, isAddressSecure: true } },
    { actor, form: { way: 'mail' } },
  )
  expect(codeOf(await comeIn('osei-there'))).toBe('people/provider-nobody')
  await sendMessages(site, {})
  expect(codeOf(await comeIn('osei-there'))).toBe('in')
  expect(codeOf(await comeIn('osei-there'))).toBe('in')
})

test('an answer counts once: replayed, it is refused', async () => {
  person('ines-there')
  const { url, kept } = await begin()
  const answer = (await provider.signInThere(url, 'ines-there')).searchParams
  expect(codeOf(await enterByProvider(site, { kept, answer, address }))).toBe('in')
  expect(codeOf(await enterByProvider(site, { kept, answer, address }))).toBe(
    'people/provider-answer-not-valid',
  )
  expect(codeOf(await enterByProvider(site, { kept: undefined, answer, address }))).toBe(
    'people/provider-answer-late',
  )
})

test('an answer to another browser’s question is refused, and so is a made-up or old attempt', async () => {
  person('ines-there')
  const mine = await begin()
  const hers = await begin()
  const answer = (await provider.signInThere(mine.url, 'ines-there')).searchParams
  const refused = 'people/provider-answer-not-valid'
  expect(codeOf(await enterByProvider(site, { kept: hers.kept, answer, address }))).toBe(refused)
  const bytes = Buffer.from(mine.kept, 'base64url')
  bytes[40] = (bytes[40] ?? 0) ^ 1
  const altered = bytes.toString('base64url')
  for (const kept of [altered, '', 'x'.repeat(200)])
    expect(codeOf(await enterByProvider(site, { kept, answer, address }))).toBe('people/provider-answer-late')
  const late = { ...site, clock: { now: () => new Date(site.clock.now().getTime() + 600_000) } }
  expect(codeOf(await enterByProvider(late, { kept: mine.kept, answer, address }))).toBe(
    'people/provider-answer-late',
  )
  // With the state of the other question, its PKCE secret is the wrong one.
  answer.set('state', new URL(hers.url).searchParams.get('state') ?? '')
  expect(codeOf(await enterByProvider(site, { kept: hers.kept, answer, address }))).toBe(refused)
})

test('an answer that comes back with another state than was sent along, or with none, is refused', async () => {
  person('ines-there')
  for (const state of ['of-somebody-else', '']) {
    const { url, kept } = await begin()
    const answer = (await provider.signInThere(url, 'ines-there')).searchParams
    if (state === '') answer.delete('state')
    else answer.set('state', state)
    expect(codeOf(await enterByProvider(site, { kept, answer, address }))).toBe(
      'people/provider-answer-not-valid',
    )
  }
})

test('a token of another issuer, for another site, expired, of another question or of another key is refused', async () => {
  person('ines-there')
  const hour = 3600
  const tries: ((claims: Record<string, unknown>) => Record<string, unknown>)[] = [
    (claims) => ({ ...claims, iss: 'https://other.example' }),
    (claims) => ({ ...claims, aud: 'another-site' }),
    (claims) => ({ ...claims, exp: Number(claims.exp) - 2 * hour, iat: Number(claims.iat) - 2 * hour }),
    (claims) => ({ ...claims, nonce: 'another' }),
    ({ nonce: _, ...claims }) => claims,
  ]
  for (const rewrite of tries) {
    provider.rewrite = rewrite
    expect(codeOf(await comeIn('ines-there')), String(rewrite)).toBe('people/provider-answer-not-valid')
  }
  provider.rewrite = undefined
  provider.signsWithOtherKey = true
  expect(codeOf(await comeIn('ines-there'))).toBe('people/provider-answer-not-valid')
  provider.signsWithOtherKey = false
  provider.rewrite = (claims) => claims
  expect(codeOf(await comeIn('ines-there'))).toBe('in')
})

test('somebody who says no at the provider is told that nothing happened', async () => {
  const { url, kept } = await begin()
  const state = new URL(url).searchParams.get('state') ?? ''
  const answer = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer })
  expect(codeOf(await enterByProvider(site, { kept, answer, address }))).toBe('people/provider-stopped')
})

test('testing the connection says what is the matter', async () => {
  const check = async (changed: Partial<ReturnType<typeof form>>) => {
    expect(await keepProvider(site, { ...operator(), form: { ...form(), ...changed } })).toMatchObject({
      ok: true,
    })
    const done = await checkProvider(site, operator())
    return done.ok ? 'works' : 'why' in done.refusal ? done.refusal.why : done.refusal.code
  }
  expect(await check({ clientSecret: 'wrong' })).toBe('secret-refused')
  expect(await check({ issuer: 'http://localhost:9' })).toBe('unreachable')
  expect(await check({ issuer: `${provider.issuer}/elsewhere` })).toBe('not-a-provider')
  expect(await check({ issuer: provider.issuer.replace('localhost', '127.0.0.1') })).toBe('other-issuer')
  expect(await check({})).toBe('works')
  expect(await findProviderButton(site)).toBeUndefined()
  await turnProviderOn(site, { ...operator(), form: { on: 'yes' } })
  expect(await findProviderButton(site)).toBe(form().buttonName)
})

test('only https is asked, except on this machine for a site that is tried out there', async () => {
  for (const issuer of [
    'http://idp.example',
    'file:///etc/passwd',
    'https://a:b@idp.example',
    'https://idp.example?x',
  ])
    expect(await keepProvider(site, { ...operator(), form: { ...form(), issuer } }), issuer).toMatchObject({
      refusal: { fields: { issuer: 'issuer-not-valid' } },
    })
  const real = { ...site, settings: { ...site.settings, publicUrl: 'https://kith.example.org' } }
  expect(await keepProvider(real, { ...operator(), form: form() })).toMatchObject({
    refusal: { fields: { issuer: 'issuer-not-valid' } },
  })
})

test('the secret is sealed where it is kept, is never shown, and goes to no other issuer', async () => {
  const { rows } = await site.database.sitePool.query('select * from site.identity_provider')
  expect(rows[0].sealed_secret.toString('latin1')).not.toContain(provider.clientSecret)
  expect(JSON.stringify(await seeProvider(site, operator()))).not.toContain(provider.clientSecret)
  const elsewhere = { ...form(), issuer: 'https://collects-secrets.example', clientSecret: '' }
  expect(await keepProvider(site, { ...operator(), form: elsewhere })).toMatchObject({
    refusal: { fields: { clientSecret: 'client-secret-missing' } },
  })
  expect(await keepProvider(site, { ...operator(), form: { ...form(), clientSecret: '' } })).toMatchObject({
    ok: true,
  })
})

test('only the operator sees or changes any of it', async () => {
  const stranger = { userId: crypto.randomUUID() }
  for (const tried of [
    await seeProvider(site, stranger),
    await keepProvider(site, { ...stranger, form: form() }),
    await checkProvider(site, stranger),
    await turnProviderOn(site, { ...stranger, form: { on: 'no' } }),
    await forgetProviderPeople(site, stranger),
  ])
    expect(tried).toMatchObject({ refusal: { code: 'people/not-found' } })
})
