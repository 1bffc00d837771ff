import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorOf, type PeopleSite, peopleSite, setUpForm } from '../../testing/people-site.ts'
import { findActor } from '../signing-in/find-actor.server.ts'
import { addOrganisation } from './add-organisation.server.ts'
import { comeBackAsOperator, makeReturnLink, readReturnLink } from './come-back-as-operator.server.ts'
import { makeSetUpLink, readSetUpLink } from './make-set-up-link.server.ts'
import { setUpOrganisation } from './set-up-organisation.server.ts'

let site: PeopleSite
beforeAll(async () => {
  site = await peopleSite()
})
afterAll(() => site.close())

const secretOf = (link: string | undefined) => link?.split('/').at(-1) ?? ''

describe('setting up a site', () => {
  let secret = ''

  test('the link is on the public address, and only a hash of it is kept', async () => {
    const link = await makeSetUpLink(site)
    secret = secretOf(link)
    expect(link).toMatch(/^https:\/\/kith\.example\.org\/app\/set-up\/[\w-]{43}$/)
    const { rows } = await site.database.sitePool.query('select * from site.set_up_link')
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('a newer link ends the one before', async () => {
    const newer = secretOf(await makeSetUpLink(site))
    expect(await readSetUpLink(site, { secret })).toBeUndefined()
    expect(await readSetUpLink(site, { secret: newer })).toBeInstanceOf(Date)
    secret = newer
  })

  test('what is missing or wrong is said field by field, and nothing is made', async () => {
    // Nobody chose who runs the machine: then a browser does not send it at all.
    const { hostKind: _, ...sent } = setUpForm
    const form = { ...sent, organisationName: ' ', email: 'ines@', timeZone: 'Lisbon' }
    const refused = await setUpOrganisation(site, { secret, form })
    expect(refused).toEqual({
      ok: false,
      refusal: {
        code: 'people/fields',
        fields: {
          hostKind: 'host-kind-missing',
          organisationName: 'name-missing',
          email: 'email-incomplete',
          timeZone: 'time-zone-unknown',
        },
      },
    })
    const { rows } = await site.database.sitePool.query('select * from site."user"')
    expect(rows).toEqual([])
  })

  test('a field that no page of ours sends is refused', async () => {
    const refused = await setUpOrganisation(site, { secret, form: { ...setUpForm, isOperator: 'yes' } })
    expect(refused).toMatchObject({ refusal: { code: 'people/form-not-readable' } })
  })

  test('killed between its steps, the same page sent again completes it', async () => {
    const inSite = site.database.inSite
    let calls = 0
    const dying = {
      ...site,
      database: {
        ...site.database,
        inSite: ((work) => {
          calls += 1
          return calls === 3 ? Promise.reject(new Error('killed')) : inSite(work)
        }) as typeof inSite,
      },
    }
    await expect(setUpOrganisation(dying, { secret, form: setUpForm })).rejects.toThrow('killed')
    const done = await setUpOrganisation(site, { secret, form: setUpForm })
    expect(done).toMatchObject({ ok: true, value: { slug: 'alder-bridge-hospital' } })
    const { rows } = await site.database.sitePool.query('select slug from site.organisation')
    expect(rows).toEqual([{ slug: 'alder-bridge-hospital' }])
    if (!done.ok) return
    expect(done.value.headers.get('set-cookie')).toMatch(/session_token=.*Path=\/app/)
    const actor = await actorOf(site, done.value)
    expect(actor).toMatchObject({
      organisation: { name: 'Alder Bridge Hospital', timeZone: 'Europe/Lisbon', hostKind: 'employer' },
      member: { name: 'Ines Marchetti', unit: null, unitName: null },
      roles: ['administrator', 'wellbeing-lead'],
      isOperator: true,
    })
  })

  test('the link works once, and there is no new one', async () => {
    expect(await setUpOrganisation(site, { secret, form: setUpForm })).toMatchObject({
      refusal: { code: 'people/set-up-link-not-valid' },
    })
    expect(await makeSetUpLink(site)).toBeUndefined()
  })
})

describe('a further organisation', () => {
  const form = { ...setUpForm, organisationName: 'Alder Bridge Hospital', id: crypto.randomUUID() }
  const { name: _, email: __, ...organisationForm } = form
  const operator = async () =>
    (await site.database.sitePool.query('select user_id from site.operator')).rows[0].user_id as string

  test('has an address of its own, and sent twice it is one organisation', async () => {
    const userId = await operator()
    const first = await addOrganisation(site, { userId, form: organisationForm })
    const second = await addOrganisation(site, { userId, form: organisationForm })
    expect(first).toEqual({ ok: true, value: { slug: 'alder-bridge-hospital-2' } })
    expect(second).toEqual(first)
    const { rows } = await site.database.sitePool.query('select id from site.organisation')
    expect(rows).toHaveLength(2)
    expect(await findActor(site, { userId, slug: 'alder-bridge-hospital-2' })).toMatchObject({
      roles: ['administrator', 'wellbeing-lead'],
    })
  })

  test('is made by nobody but the operator', async () => {
    const { userId } = await site.signIn.api.makeAccount({ body: { email: 'eve@example.org', name: 'Eve' } })
    const refused = await addOrganisation(site, {
      userId,
      form: { ...organisationForm, id: crypto.randomUUID() },
    })
    expect(refused).toMatchObject({ refusal: { code: 'people/not-found' } })
  })

  test('cannot be taken over by naming the id of one that is there', async () => {
    const { rows } = await site.database.sitePool.query(
      "select id from site.organisation where slug like '%-2'",
    )
    const { userId } = await site.signIn.api.makeAccount({
      body: { email: 'otto@example.org', name: 'Otto' },
    })
    await site.database.sitePool.query('insert into site.operator values ($1)', [userId])
    const refused = await addOrganisation(site, { userId, form: { ...organisationForm, id: rows[0].id } })
    expect(refused).toMatchObject({ refusal: { code: 'people/not-found' } })
    expect(await findActor(site, { userId, slug: 'alder-bridge-hospital-2' })).toBeUndefined()
  })
})

describe('an operator who cannot sign in', () => {
  test('comes back once by a link that is made on the machine', async () => {
    const secret = secretOf(await makeReturnLink(site))
    expect(await readReturnLink(site, { secret })).toBe(true)
    const [back, again] = await Promise.all([
      comeBackAsOperator(site, { secret }),
      comeBackAsOperator(site, { secret }),
    ])
    expect([back.ok, again.ok].sort()).toEqual([false, true])
    expect(await readReturnLink(site, { secret })).toBe(false)
  })

  test('a guessed link lets nobody in, and is no set-up link either', async () => {
    const secret = secretOf(await makeReturnLink(site))
    expect((await comeBackAsOperator(site, { secret: 'guessed' })).ok).toBe(false)
    expect(await readSetUpLink(site, { secret })).toBeUndefined()
  })
})
