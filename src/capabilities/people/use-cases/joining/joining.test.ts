import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MemberId } from '#kernel/ids.ts'
import { addMembership } from '../../data/accounts.server.ts'
import { applyPlan, readRoster } from '../../data/roster.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { ImportPlan } from '../../domain/roster/plan.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { actorOf, type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { sendMessages } from '../messages/send-messages.server.ts'
import { addOrganisation } from '../setting-up/add-organisation.server.ts'
import { findActor } from '../signing-in/find-actor.server.ts'
import { seeAccount } from '../signing-in/see-account.server.ts'
import { deactivateMember } from '../staff/deactivate-member.server.ts'
import { seeMember } from '../staff/see-member.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { acceptInvitation } from './accept-invitation.server.ts'
import { inviteAgain } from './invite-again.server.ts'
import { inviteMembers } from './invite-members.server.ts'
import { listSlips, seeInvitations } from './list-slips.server.ts'
import { readInvitation } from './read-invitation.server.ts'

let site: PeopleSite
let actor: Actor
let attempt = 0
const from = (held: string, userId?: string) => ({ held, userId, address: `10.0.0.${attempt++ % 200}` })

const begin = async (options: { mailIsConnected?: boolean } = {}) => {
  site = await peopleSite(options)
  actor = await withAdministrator(site)
  await importList(site, { actor, text: smallList })
}
const secretFor = (email: string) => {
  const letter = site.letters.find(({ to }) => to === email)
  return /join\/([\w-]+)/.exec(letter?.text ?? '')?.[1] ?? 'none'
}
const codeFor = async (name: string) => {
  const listed = await listSlips(site, { actor, page: 1 })
  if (!listed.ok) throw new Error(listed.refusal.code)
  return listed.value.slips.find((slip) => slip.name === name)?.code.replaceAll(' ', '') ?? 'none'
}
const personNamed = async (q: string) => {
  const seen = await seePeople(site, { actor, query: { q } })
  if (!seen.ok || !seen.value.people[0]) throw new Error('Nobody of this name.')
  return seen.value.people[0]
}

/** A further organisation on the same site; its administrator is the operator. */
const withOrganisation = async (organisationName: string): Promise<Actor> => {
  const { userId } = actor
  const added = await addOrganisation(site, {
    userId,
    form: {
      id: crypto.randomUUID(),
      organisationName,
      language: 'en',
      timeZone: 'UTC',
      hostKind: 'independent',
    },
  })
  if (!added.ok) throw new Error(added.refusal.code)
  return actorOf(site, { userId, slug: added.value.slug })
}

describe('a site whose address is not secure', () => {
  beforeAll(() => begin())
  afterAll(() => site.close())
  const nobody = { refusal: { code: 'people/address-not-secure' } }

  test('invites nobody, neither by letter nor on paper, and prints no code', async () => {
    const insecure = { ...site, settings: { ...site.settings, isAddressSecure: false } }
    const { id: member } = await personNamed('Amara')
    for (const way of ['mail', 'printed']) {
      expect(await inviteMembers(insecure, { actor, form: { way } })).toMatchObject(nobody)
      expect(await inviteAgain(insecure, { actor, form: { way, member } })).toMatchObject(nobody)
    }
    const seen = await seeMember(insecure, { actor, member })
    expect(seen).toMatchObject({ value: { may: { inviteByMail: false, printCode: false } } })
    const { rows } = await site.database.sitePool.query('select * from site.invitation_organisation')
    expect(rows).toEqual([])
    expect(site.jobsSent).toEqual([])

    expect(await inviteMembers(site, { actor, form: { way: 'printed' } })).toMatchObject({ ok: true })
    expect(await listSlips(insecure, { actor, page: 1 })).toMatchObject(nobody)
    expect(await seeInvitations(insecure, { actor })).toMatchObject({ value: { isAddressSecure: false } })
  })
})

describe('joining by a letter', () => {
  beforeAll(() => begin())
  afterAll(() => site.close())

  test('everybody with an address gets one letter, however often they are invited', async () => {
    expect(await inviteMembers(site, { actor, form: { way: 'mail' } })).toEqual({
      ok: true,
      value: { way: 'mail', invited: 2 },
    })
    expect(await inviteMembers(site, { actor, form: { way: 'mail' } })).toMatchObject({
      value: { invited: 0 },
    })
    expect(site.jobsSent).toEqual([{ queue: 'send-messages', data: {} }])
    await sendMessages(site)
    await sendMessages(site)
    expect(site.letters.map(({ to }) => to).sort()).toEqual([
      'amara@alderbridge.example',
      'jonas@alderbridge.example',
    ])
    expect(site.letters[0]?.text).toContain(
      'Ines Marchetti has put you on the staff list of Alder Bridge Hospital',
    )
  })

  test('neither link nor code is stored anywhere', async () => {
    const secret = secretFor('amara@alderbridge.example')
    const tables = await site.database.inOrganisation(actor.organisation.id, (tx) =>
      tx
        .withTables<{ 'org.invitation': Record<string, unknown>; 'org.message': Record<string, unknown> }>()
        .selectFrom('org.invitation')
        .selectAll()
        .execute(),
    )
    const { rows } = await site.database.sitePool.query('select * from site.invitation_organisation')
    const bytes = Buffer.from(secret, 'base64url').toString('hex')
    for (const text of [JSON.stringify(tables), JSON.stringify(rows)]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(bytes)
    }
    expect(rows).toHaveLength(2)
  })

  test('looking at an invitation says who invites, and uses nothing up', async () => {
    const held = secretFor('amara@alderbridge.example')
    for (let look = 0; look < 3; look += 1) {
      expect(await readInvitation(site, from(held))).toEqual({
        ok: true,
        value: {
          organisation: {
            name: 'Alder Bridge Hospital',
            hostKind: 'employer',
            slug: 'alder-bridge-hospital',
          },
          name: 'Amara Osei',
          unitName: 'Surgery',
          email: 'amara@alderbridge.example',
          invitedBy: 'Ines Marchetti',
          isReturning: false,
          first: 'nothing',
        },
      })
    }
  })

  test('whoever is signed in as somebody else must sign out first', async () => {
    const held = secretFor('amara@alderbridge.example')
    expect(await readInvitation(site, from(held, actor.userId))).toMatchObject({
      value: { first: 'sign-out' },
    })
    expect(await acceptInvitation(site, from(held, actor.userId))).toMatchObject({
      refusal: { code: 'people/other-account' },
    })
  })

  test('killed after the account was made, the same link completes it', async () => {
    const held = secretFor('amara@alderbridge.example')
    const dying = {
      ...site,
      database: {
        ...site.database,
        inOrganisation: ((id, work) =>
          site.database.inOrganisation(id, async (tx) => {
            await work(tx)
            throw new Error('killed')
          })) as PeopleSite['database']['inOrganisation'],
      },
    }
    await expect(acceptInvitation(dying, from(held))).rejects.toThrow('killed')
    expect((await personNamed('amara')).status).toBe('invited')
    const joined = await acceptInvitation(site, from(held))
    expect(joined).toMatchObject({ ok: true, value: { slug: 'alder-bridge-hospital', isReturning: false } })
    if (!joined.ok) return
    expect(joined.value.headers.get('set-cookie')).toContain('session_token=')
    expect(await actorOf(site, joined.value)).toMatchObject({
      member: { name: 'Amara Osei', unitName: 'Surgery' },
      roles: [],
      isOperator: false,
    })
    const { rows } = await site.database.sitePool.query(`select * from site."user" where email like 'amara%'`)
    expect(rows).toHaveLength(1)
  })

  test('a link works once', async () => {
    const held = secretFor('amara@alderbridge.example')
    expect(await acceptInvitation(site, from(held))).toMatchObject({
      refusal: { code: 'people/invitation-used' },
    })
  })

  test('a new invitation ends the one before', async () => {
    const before = secretFor('jonas@alderbridge.example')
    const { id } = await personNamed('jonas')
    await inviteAgain(site, { actor, form: { member: id, way: 'mail' } })
    expect(await readInvitation(site, from(before))).toMatchObject({
      refusal: { code: 'people/invitation-not-valid' },
    })
    site.letters.length = 0
    await sendMessages(site)
    expect(await readInvitation(site, from(secretFor('jonas@alderbridge.example')))).toMatchObject({
      ok: true,
    })
  })

  test('after fourteen days a link has run out', async () => {
    const held = secretFor('jonas@alderbridge.example')
    site.setNow('2026-11-16T09:00:01Z')
    expect(await acceptInvitation(site, from(held))).toMatchObject({
      refusal: { code: 'people/invitation-expired' },
    })
    expect(await inviteMembers(site, { actor, form: { way: 'mail' } })).toMatchObject({
      value: { invited: 1 },
    })
  })

  test('whoever left cannot join, and an account that is somebody’s cannot be joined without signing in to it', async () => {
    site.letters.length = 0
    await sendMessages(site)
    const held = secretFor('jonas@alderbridge.example')
    const harbour = await withOrganisation('Harbour Clinic')
    await importList(site, { actor: harbour, text: smallList })
    await inviteMembers(site, { actor: harbour, form: { way: 'mail' } })
    const joined = await acceptInvitation(site, from(held))
    if (!joined.ok) throw new Error(joined.refusal.code)
    site.letters.length = 0
    await sendMessages(site)
    const other = secretFor('jonas@alderbridge.example')
    expect(await readInvitation(site, from(other))).toMatchObject({ value: { first: 'sign-in' } })
    expect(await acceptInvitation(site, from(other))).toMatchObject({
      refusal: { code: 'people/sign-in-first' },
    })
    expect(await acceptInvitation(site, from(other, joined.value.userId))).toMatchObject({ ok: true })
    expect(await findActor(site, { userId: joined.value.userId, slug: 'harbour-clinic' })).toBeDefined()

    const marta = await personNamed('marta')
    await inviteAgain(site, { actor, form: { member: marta.id, way: 'printed' } })
    const code = await codeFor('Marta Nunes')
    await deactivateMember(site, { actor, form: { member: marta.id } })
    expect(await acceptInvitation(site, from(code))).toMatchObject({
      refusal: { code: 'people/invitation-not-valid' },
    })
  })
})

describe('joining by a printed code', () => {
  beforeAll(() => begin({ mailIsConnected: false }))
  afterAll(() => site.close())
  let hugo: { userId: string; slug: string }

  test('everybody gets a code of their own, once', async () => {
    expect(await inviteMembers(site, { actor, form: { way: 'printed' } })).toMatchObject({
      value: { invited: 4 },
    })
    expect(await inviteMembers(site, { actor, form: { way: 'printed' } })).toMatchObject({
      value: { invited: 0 },
    })
    const listed = await listSlips(site, { actor, page: 1 })
    if (!listed.ok) throw new Error(listed.refusal.code)
    expect(new Set(listed.value.slips.map(({ code }) => code)).size).toBe(4)
  })

  test('somebody without an address joins, under an address that nothing can be sent to', async () => {
    const joined = await acceptInvitation(site, from(await codeFor('Hugo Alves')))
    if (!joined.ok) throw new Error(joined.refusal.code)
    hugo = joined.value
    const { rows } = await site.database.sitePool.query('select email from site."user" where id = $1', [
      hugo.userId,
    ])
    expect(rows[0].email).toMatch(/\.invalid$/)
    const account = await seeAccount(site, { actor: await actorOf(site, hugo) })
    expect(account).toMatchObject({ email: null, passkeys: [], ways: [{ kind: 'printed' }] })
  })

  test('two presses at the same moment join once', async () => {
    const code = await codeFor('Marta Nunes')
    const both = await Promise.all([acceptInvitation(site, from(code)), acceptInvitation(site, from(code))])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    const { rows } = await site.database.sitePool.query('select count(*) from site.membership')
    expect(rows[0].count).toBe(3)
  })

  test('whoever lost her passkey comes back by a new code, which she and everybody can see was made', async () => {
    const { id } = await personNamed('hugo')
    expect(await inviteAgain(site, { actor, form: { member: id, way: 'printed' } })).toMatchObject({
      ok: true,
    })
    const back = await acceptInvitation(site, from(await codeFor('Hugo Alves')))
    expect(back).toMatchObject({ ok: true, value: { userId: hugo.userId, isReturning: true } })
    const account = await seeAccount(site, { actor: await actorOf(site, hugo) })
    expect(account.ways).toHaveLength(2)
  })

  test('nobody can try codes without end', async () => {
    const address = '192.0.2.7'
    const tries = []
    for (let at = 0; at < 121; at += 1) {
      tries.push(
        await readInvitation(site, {
          held: `ABCD${String(at).padStart(8, '0')}`,
          address,
          userId: undefined,
        }),
      )
    }
    const codes = tries.map((tried) => (tried.ok ? 'ok' : tried.refusal.code))
    expect(new Set(codes.slice(0, 120))).toEqual(new Set(['people/invitation-not-valid']))
    expect(codes[120]).toBe('people/too-many-attempts')
    const right = await codeFor('Amara Osei')
    expect(await readInvitation(site, { held: right, address, userId: undefined })).toMatchObject({
      refusal: { code: 'people/too-many-attempts' },
    })
  })
})

describe('a code for somebody who has joined', () => {
  beforeEach(() => begin())
  test('is not made where she can sign in by e-mail, because whoever prints it could use it', async () => {
    await inviteMembers(site, { actor, form: { way: 'mail' } })
    await sendMessages(site)
    await acceptInvitation(site, from(secretFor('amara@alderbridge.example')))
    const { id } = await personNamed('amara')
    for (const way of ['mail', 'printed']) {
      expect(await inviteAgain(site, { actor, form: { member: id, way } })).toMatchObject({
        refusal: { code: 'people/has-other-ways-in' },
      })
    }
    await site.close()
  })
})

describe('what an administrator can read', () => {
  const addressOf = async (userId: string) => {
    const { rows } = await site.database.sitePool.query('select email from site."user" where id = $1', [
      userId,
    ])
    return rows[0].email
  }
  afterEach(() => site.close())

  test('opens no account that reaches beyond the organisation', async () => {
    await begin({ mailIsConnected: false })
    const printFor = (id: string) => inviteAgain(site, { actor, form: { member: id, way: 'printed' } })
    const refused = { refusal: { code: 'people/has-other-ways-in' } }
    expect(await printFor(actor.member.id)).toMatchObject(refused)

    const { id } = await personNamed('hugo')
    await printFor(id)
    const joined = await acceptInvitation(site, from(await codeFor('Hugo Alves')))
    if (!joined.ok) throw new Error(joined.refusal.code)
    const { userId } = joined.value
    expect(await printFor(id)).toMatchObject({ ok: true })
    const code = await codeFor('Hugo Alves')
    const harbour = await withOrganisation('Harbour Clinic')
    await site.database.inSite((tx) =>
      addMembership(tx, { userId, organisation: harbour.organisation.id, member: id }),
    )
    expect(await readInvitation(site, from(code))).toMatchObject({ value: { first: 'sign-in' } })
    expect(await acceptInvitation(site, from(code))).toMatchObject({
      refusal: { code: 'people/sign-in-first' },
    })
    expect(await printFor(id)).toMatchObject(refused)
    expect(await acceptInvitation(site, from(code, userId))).toMatchObject({ ok: true })
  })

  test('proves no e-mail: a printed code makes an account without one, which a new code opens again', async () => {
    await begin()
    const { id } = await personNamed('amara')
    for (const isReturning of [false, true]) {
      expect(await inviteAgain(site, { actor, form: { member: id, way: 'printed' } })).toMatchObject({
        ok: true,
      })
      const code = await codeFor('Amara Osei')
      expect(await readInvitation(site, from(code))).toMatchObject({
        value: { email: null, first: 'nothing' },
      })
      const joined = await acceptInvitation(site, from(code))
      expect(joined).toMatchObject({ ok: true, value: { isReturning } })
      if (joined.ok) expect(await addressOf(joined.value.userId)).toMatch(/\.invalid$/)
    }
  })

  test('proves no e-mail: nor does a letter that was kept, even if a mail server is connected later', async () => {
    await begin({ mailIsConnected: false })
    await inviteMembers(site, { actor, form: { way: 'mail' } })
    await sendMessages(site)
    site.mail.isConnected = true
    const joined = await acceptInvitation(site, from(secretFor('amara@alderbridge.example')))
    if (!joined.ok) throw new Error(joined.refusal.code)
    expect(await addressOf(joined.value.userId)).toMatch(/\.invalid$/)
  })

  test('proves no e-mail: a letter ends when the staff list gives its reader another address', async () => {
    await begin()
    await inviteMembers(site, { actor, form: { way: 'mail' } })
    await sendMessages(site)
    const { id } = await personNamed('amara')
    const { organisation } = actor
    await site.database.inOrganisation(organisation.id, async (tx) => {
      const roster = await readRoster(tx)
      const change = [{ member: id, after: { email: 'boss@harbour.example' } }]
      const plan = { change, add: [], close: [], unitsToMake: [] } as unknown as ImportPlan
      await applyPlan(tx, { organisation: organisation.id, roster, plan, today: '2026-11-02' })
    })
    expect(await acceptInvitation(site, from(secretFor('amara@alderbridge.example')))).toMatchObject({
      refusal: { code: 'people/invitation-not-valid' },
    })
  })
})

describe('from another organisation', () => {
  test('no member can be invited, seen or closed', async () => {
    await begin()
    const { id } = await personNamed('amara')
    const stranger = await withOrganisation('Harbour Clinic')
    await importList(site, { actor: stranger, text: smallList })
    const refused = { refusal: { code: 'people/not-found' } }
    expect(await inviteAgain(site, { actor: stranger, form: { member: id, way: 'mail' } })).toMatchObject(
      refused,
    )
    expect(await deactivateMember(site, { actor: stranger, form: { member: id } })).toMatchObject(refused)
    const member: Actor = {
      ...actor,
      roles: ['wellbeing-lead', 'facilitator'],
      member: { ...actor.member, id: id as MemberId },
    }
    expect(await inviteMembers(site, { actor: member, form: { way: 'mail' } })).toMatchObject(refused)
    expect(await inviteAgain(site, { actor: member, form: { member: id, way: 'printed' } })).toMatchObject(
      refused,
    )
    expect(await listSlips(site, { actor: member, page: 1 })).toMatchObject(refused)
    expect(await findActor(site, { userId: actor.userId, slug: 'nowhere' })).toBeUndefined()
    await site.close()
  })
})
