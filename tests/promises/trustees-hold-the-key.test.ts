import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { BALLOT_SIZE, decodeBallot, openBallot } from '#capabilities/checkins/domain/ballot.ts'
import type { Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import { readPublicChain, readRelease, readWaiting, readWave } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { addScalars, pointOf } from '#packages/blind-ticket/index.ts'
import { loadOpeningKey } from '#packages/sealed/index.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { appointTrustee, type HeldCode, partFor, releasePart } from '../rehearsal/trustees.ts'
import { announcedWave, openWave, times } from '../rehearsal/wave.ts'
import { readFiles } from './evidence/canaries.ts'
import { databaseText } from './evidence/database-text.ts'

let site: Rehearsal
let clinic: Clinic
let held: Record<'officer' | 'staff', HeldCode>
let wave: WaveId
let manifest: Manifest
let ballot: Uint8Array<ArrayBuffer>
const on = () => ({ checkins: site.checkins, actor: clinic.lead })
const summary = () => ({ checkins: site.checkins, organisation: clinic.organisation })
const advance = async () => {
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
}
const manifestOf = async (id: WaveId): Promise<Manifest> => {
  const chain = await readPublicChain(site.checkins, clinic.organisation.id)
  return JSON.parse(chain.find((entry) => entry.wave === id)?.body ?? '{}') as Manifest
}
const stateOf = async (id: WaveId) => {
  const read = await readWave({ wave: id }, on())
  return read.ok ? read.value.wave.state : read.refusal.code
}

beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  held = {
    officer: await appointTrustee(on(), { email: 'officer@example.org' }),
    staff: await appointTrustee(on(), { office: 'staff', name: 'Sven Ode' }),
  }
  wave = await openWave({ site, actor: clinic.lead })
  manifest = await manifestOf(wave)
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  const sent = await ballotsOf({ checkins: site.checkins, wave, actors })
  for (const one of sent)
    expect(await collectBallot(one.ballot, { registry: site.checkins.registry, clock: site.clock })).toBe(
      'received',
    )
  ballot = sent[0]?.ballot ?? new Uint8Array()
})
afterAll(() => site.end())

const filesOf = (id: WaveId) => Object.keys(readFiles(site.dataDir)).filter((file) => file.includes(id))

/** Every 32 bytes that stand anywhere as base64url or hexadecimal, which is how keys are written down. */
const scalarsIn = (texts: readonly string[]): Uint8Array[] => {
  const all = (pattern: RegExp, encoding: 'base64url' | 'hex') =>
    texts.flatMap((text) => text.match(pattern) ?? []).map((found) => Buffer.from(found, encoding))
  const found = [
    ...all(/(?<![\w-])[\w-]{43}(?![\w-])/g, 'base64url'),
    ...all(/(?<!\w)[0-9a-f]{64}(?!\w)/g, 'hex'),
  ]
  return [...new Map(found.map((bytes) => [bytes.toString('hex'), new Uint8Array(bytes)])).values()]
}

/** All that the host has: each file of the data folder, and each row of the database. */
const everything = async (): Promise<string[]> => [
  ...Object.values(readFiles(site.dataDir)).map((bytes) => bytes.toString('latin1')),
  await databaseText(site.fresh),
]

/** Whether one of these scalars, or the sum of two of them, opens the ballot: what somebody with all of it would try. */
const opens = async (scalars: readonly Uint8Array[]): Promise<boolean> => {
  const decoded = decodeBallot(ballot)
  if (!decoded.ok) throw new Error('A ballot cannot be read.')
  const sums = scalars.flatMap((one, at) =>
    scalars.slice(at + 1).flatMap((other) => addScalars([one, other]) ?? []),
  )
  for (const privateKey of [...scalars, ...sums]) {
    const publicKey = pointOf(privateKey)
    if (!publicKey || Buffer.from(publicKey).toString('base64url') !== manifest.waveKey) continue
    const key = await loadOpeningKey({ privateKey, publicKey })
    if (!key.ok) continue
    const nullifier = new Uint8Array(
      await crypto.subtle.digest('SHA-256', new Uint8Array(decoded.value.publicKey)),
    )
    if ((await openBallot({ ballot: decoded.value, key: key.value, nullifier })).ok) return true
  }
  return false
}

test('what opens a ballot is found by this search where the site has it, or the search would prove nothing', async () => {
  const parts = await Promise.all(Object.values(held).map((one) => partFor({ manifest, held: one })))
  const planted = parts.map(({ part }) => new Uint8Array(Buffer.from(part, 'base64url')))
  expect(ballot).toHaveLength(BALLOT_SIZE)
  expect(await opens(planted)).toBe(true)
  expect(await opens(scalarsIn([JSON.stringify(parts)]))).toBe(true)
  expect(await opens(planted.slice(0, 1))).toBe(false)
})

test('before both trustees act, nothing in the data folder and the database opens an answer', async () => {
  expect(await opens(scalarsIn(await everything()))).toBe(false)
  expect(await releasePart(on(), { manifest, held: held.officer })).toMatchObject({
    refusal: { code: 'trustees/too-early' },
  })
  site.clock.set(times.after)
  await advance()
  expect(await stateOf(wave)).toBe('closing')
  expect(await opens(scalarsIn(await everything()))).toBe(false)
})

test('a trustee who has an address is told once that it waits, in the hours for letters', async () => {
  expect(site.letters).toEqual([])
  site.clock.set('2026-12-01T09:00:00Z')
  await advance()
  await advance()
  const told = site.letters.map(({ to, subject }) => ({ to, subject }))
  expect(told).toEqual([{ to: 'officer@example.org', subject: expect.stringContaining('Alder Bridge') }])
})

test('one part of two opens nothing, and survives a restart', async () => {
  expect(await releasePart(on(), { manifest, held: held.officer })).toEqual({
    ok: true,
    value: { isNew: true },
  })
  await advance()
  await site.restart()
  await site.work()
  expect(await stateOf(wave)).toBe('closing')
  expect(await opens(scalarsIn(await everything()))).toBe(false)
  const [waiting] = (await readWaiting(summary())).waves
  expect(waiting?.missing).toEqual([manifest.trustees?.find(({ office }) => office === 'staff')?.publicKey])
})

test('the same part again changes nothing; a part of another key is refused', async () => {
  expect(await releasePart(on(), { manifest, held: held.officer })).toEqual({
    ok: true,
    value: { isNew: false },
  })
  const wrong = { ...held.staff, code: held.officer.code }
  expect(await releasePart(on(), { manifest, held: wrong })).toMatchObject({
    refusal: { code: 'trustees/another-key' },
  })
})

test('with both parts the answers are opened, counted once and forgotten, and so are the parts', async () => {
  expect((await releasePart(on(), { manifest, held: held.staff })).ok).toBe(true)
  await site.work()
  expect(await stateOf(wave)).toBe('released')
  const release = await readRelease({ wave }, on())
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 9 })
  expect(filesOf(wave)).toEqual([])
  expect(await opens(scalarsIn(await everything()))).toBe(false)
  expect(await releasePart(on(), { manifest, held: held.staff })).toMatchObject({
    refusal: { code: 'trustees/not-waited-for' },
  })
})

test('where a part does not come in the time that was promised, everything is destroyed unread, in public', async () => {
  site.clock.set('2026-12-01T09:00:00Z')
  const lost = await announcedWave({
    site,
    actor: clinic.lead,
    form: { title: 'December', opens: '2026-12-07T06:00', closes: '2026-12-13T20:00' },
  })
  site.clock.set('2026-12-08T09:00:00Z')
  await advance()
  site.clock.set('2026-12-15T09:00:00Z')
  await advance()
  const late = await manifestOf(lost)
  expect(late.trustees?.map(({ publicKey }) => publicKey)).not.toContain(manifest.trustees?.[0]?.publicKey)
  expect((await releasePart(on(), { manifest: late, held: held.officer })).ok).toBe(true)
  const until = Date.parse(late.waitsUntil ?? '')
  expect(until - Date.parse(late.collectsUntil)).toBe(14 * 86_400_000)
  site.clock.set(until - 1000)
  await advance()
  expect(await stateOf(lost)).toBe('closing')
  site.clock.set(until)
  await advance()
  expect(await stateOf(lost)).toBe('cancelled')
  const ends = (await readPublicChain(site.checkins, clinic.organisation.id)).filter(
    (entry) => entry.wave === lost,
  )
  expect(JSON.parse(ends.at(-1)?.body ?? '{}')).toMatchObject({ by: 'not-released' })
  expect(filesOf(lost)).toEqual([])
})
