import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  announceWave,
  cancelAfterRestore,
  dismissTrustee,
  givePart,
  keepParts,
  nameTrustee,
  readHoldersNow,
  readTrusteeLink,
  readTrustees,
  readWaiting,
  renewTrusteeLink,
} from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { newId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { appointTrustee, type HeldCode, makeParts } from '../rehearsal/trustees.ts'
import { announcedWave, planWave, times } from '../rehearsal/wave.ts'
import { databaseText } from './evidence/database-text.ts'

let site: Rehearsal
let ours: Clinic
let theirs: Clinic
let officer: HeldCode
let handedIn: Awaited<ReturnType<typeof makeParts>>
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  ours = await makeClinic(site.database, { slug: 'alder-bridge', sizes: { Surgery: 9 } })
  theirs = await makeClinic(site.database, { slug: 'birch-house', sizes: { Surgery: 9 } })
  officer = await appointTrustee(on(ours.lead), { count: 2, email: 'officer@example.org' })
})
afterAll(() => site.end())

const on = (actor: Actor) => ({ checkins: site.checkins, actor })
const at = (clinic: Clinic) => ({ checkins: site.checkins, organisation: clinic.organisation })
const staffForm = { office: 'staff', name: 'Sven Ode', email: '' }
const codeOf = (result: { ok: boolean } & object) =>
  'refusal' in result ? (result.refusal as { code: string }).code : 'done'

test('only an administrator of the organisation names trustees, makes their links and ends them', async () => {
  const [trustee] = (await readTrustees(on(ours.lead))).trustees
  const member = ours.actorOf(ours.members[0]?.id ?? newId())
  const lead: Actor = { ...ours.lead, roles: ['wellbeing-lead'] }
  const before = await databaseText(site.fresh)
  for (const actor of [member, lead])
    expect(codeOf(await nameTrustee({ form: staffForm }, on(actor)))).toBe('trustees/not-found')
  for (const actor of [member, lead, theirs.lead]) {
    const named = { trustee: trustee?.id ?? '' }
    expect(codeOf(await renewTrusteeLink(named, on(actor)))).toBe('trustees/not-found')
    expect(codeOf(await dismissTrustee(named, on(actor)))).toBe('trustees/not-found')
  }
  expect(await databaseText(site.fresh)).toBe(before)
  expect((await readTrustees(on(theirs.lead))).trustees).toEqual([])
  expect(await readHoldersNow(on(theirs.lead))).toBeNull()
})

test('members read who holds the keys, and not how to write to them', async () => {
  const member = ours.actorOf(ours.members[0]?.id ?? newId())
  const seen = await readTrustees(on(member))
  expect(seen.trustees.map(({ name }) => name)).toEqual(['Dora Petrov'])
  expect(JSON.stringify([seen, await readWaiting(at(ours))])).not.toContain('officer@example.org')
  expect(JSON.stringify(await readTrustees(on(ours.lead)))).toContain('officer@example.org')
})

test('there is one trustee to an office, and a form that says nothing names nobody', async () => {
  const form = { office: 'data-protection', name: 'Somebody', email: '' }
  expect(codeOf(await nameTrustee({ form }, on(ours.lead)))).toBe('trustees/office-taken')
  for (const [change, code] of [
    [{ name: '  ' }, 'trustees/name-missing'],
    [{ office: 'host' }, 'trustees/office-missing'],
    [{ email: 'nowhere' }, 'trustees/email-not-readable'],
  ] as const)
    expect(codeOf(await nameTrustee({ form: { ...staffForm, ...change } }, on(ours.lead)))).toBe(code)
})

test('a link works once, for its own organisation, until it is too old or made anew', async () => {
  const named = await nameTrustee({ form: staffForm }, on(ours.lead))
  if (!named.ok) throw new Error(named.refusal.code)
  const { trustee, secret: first } = named.value
  const renewed = await renewTrusteeLink({ trustee: trustee.id }, on(ours.lead))
  if (!renewed.ok) throw new Error(renewed.refusal.code)
  const { secret } = renewed.value
  expect(codeOf(await readTrusteeLink({ secret: first }, at(ours)))).toBe('trustees/link-not-valid')
  expect(codeOf(await readTrusteeLink({ secret }, at(theirs)))).toBe('trustees/link-not-valid')
  const code = crypto.getRandomValues(new Uint8Array(16))
  const parts = await makeParts({ code, organisation: ours.organisation.id, count: 2 })
  const old = site.clock.now()
  site.clock.set(old.getTime() + 14 * 86_400_000)
  expect(codeOf(await keepParts({ request: { secret, parts } }, at(ours)))).toBe('trustees/link-not-valid')
  site.clock.set(old)
  const both = await Promise.all([1, 2].map(() => keepParts({ request: { secret, parts } }, at(ours))))
  expect(both.map(codeOf)).toEqual(['done', 'done'])
  const others = await makeParts({
    code: crypto.getRandomValues(new Uint8Array(16)),
    organisation: ours.organisation.id,
    count: 1,
  })
  expect(codeOf(await keepParts({ request: { secret, parts: others } }, at(ours)))).toBe(
    'trustees/link-not-valid',
  )
  expect(codeOf(await readTrusteeLink({ secret }, at(ours)))).toBe('trustees/link-not-valid')
  expect(codeOf(await dismissTrustee({ trustee: trustee.id }, on(ours.lead)))).toBe('done')
})

test('parts come from a trustee of the organisation, proven, or not at all', async () => {
  const organisation = ours.organisation.id
  const before = await databaseText(site.fresh)
  const stranger = await makeParts({ code: new Uint8Array(16), organisation, count: 1 })
  const elsewhere = await makeParts({ code: officer.code, organisation: theirs.organisation.id, count: 1 })
  const hers = await makeParts({ code: officer.code, organisation, count: 2 })
  const [one, other] = hers
  const attempts: [unknown, string][] = [
    [{ parts: stranger }, 'trustees/not-found'],
    [{ parts: elsewhere }, 'trustees/not-readable'],
    [{ parts: [] }, 'trustees/not-readable'],
    [{ parts: [{ ...one, publicKey: other?.publicKey }] }, 'trustees/not-readable'],
    [{ parts: [one, ...stranger] }, 'trustees/not-readable'],
    [{ parts: [{ ...one, voucher: one?.proof }] }, 'trustees/not-readable'],
    ['nonsense', 'trustees/not-readable'],
    [null, 'trustees/not-readable'],
  ]
  for (const [request, code] of attempts) expect(codeOf(await keepParts({ request }, at(ours)))).toBe(code)
  for (const request of [
    'nonsense',
    null,
    {},
    { wave: newId(), publicKey: 'A'.repeat(87), part: 'A'.repeat(43) },
  ])
    expect(codeOf(await givePart({ request }, at(ours)))).toMatch(/not-readable|another-key/)
  expect(await databaseText(site.fresh)).toBe(before)
})

test('a check-in that its trustee has no part for is not announced without her', async () => {
  const days = (day: number) => ({ opens: `2026-12-${day}T06:00`, closes: `2026-12-${day + 1}T06:00` })
  for (const day of [10, 12]) await announcedWave({ site, actor: ours.lead, form: days(day) })
  const wave = await planWave({ site, actor: ours.lead, form: days(14) })
  expect(await announceWave({ wave }, on(ours.lead))).toMatchObject({
    refusal: { code: 'checkins/trustee-has-no-parts', name: 'Dora Petrov' },
  })
  const parts = await makeParts({ code: officer.code, organisation: ours.organisation.id, count: 3 })
  handedIn = parts
  expect(await keepParts({ request: { parts } }, at(ours))).toMatchObject({ value: { free: 3 } })
  expect(await keepParts({ request: { parts } }, at(ours))).toMatchObject({ value: { free: 3 } })
  expect((await announceWave({ wave }, on(ours.lead))).ok).toBe(true)
})

test('a site that comes out of a backup uses no part that may have been released since', async () => {
  expect((await readTrustees(on(ours.lead))).trustees[0]?.free).toBe(2)
  await cancelAfterRestore(
    { madeAt: site.clock.now() },
    { database: site.database, clock: site.clock, dataDir: site.dataDir },
  )
  expect((await readTrustees(on(ours.lead))).trustees[0]?.free).toBe(0)
  // Somebody who kept what her browser sent hands it in again: nothing of it can be used.
  expect(await keepParts({ request: { parts: handedIn } }, at(ours))).toMatchObject({ value: { free: 0 } })
  const form = { opens: '2026-12-20T06:00', closes: '2026-12-21T06:00' }
  const wave = await planWave({ site, actor: ours.lead, form })
  expect(await announceWave({ wave }, on(ours.lead))).toMatchObject({
    refusal: { code: 'checkins/trustee-has-no-parts' },
  })
})
