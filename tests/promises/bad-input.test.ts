import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import { ballotStatus } from '#capabilities/checkins/domain/refusals.ts'
import {
  cancelWave,
  draftWave,
  issueTicket,
  previewPlan,
  readWaves,
} from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { newId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf, fetchTicket } from '../rehearsal/member.ts'
import { openPostBox, type PostBox } from '../rehearsal/post-box.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times, usualForm } from '../rehearsal/wave.ts'
import { databaseText } from './evidence/database-text.ts'

let site: Rehearsal
let clinic: Clinic
let box: PostBox
let wave: Awaited<ReturnType<typeof openWave>>
let ballot: Uint8Array<ArrayBuffer>
let nobody: Actor
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  wave = await openWave({ site, actor: clinic.lead })
  const actors = clinic.members.slice(0, 1).map(({ id }) => clinic.actorOf(id))
  ballot = (await ballotsOf({ checkins: site.checkins, wave, actors }))[0]?.ballot ?? new Uint8Array()
  nobody = clinic.actorOf(clinic.members[1]?.id ?? newId())
  box = await openPostBox(site)
})
afterAll(async () => {
  await box.close()
  await site.end()
})
const inPool = () => site.checkins.registry.wave(wave)?.pool.count
const refusals = Object.keys(ballotStatus).filter((code) => code !== 'received')

describe('what is sent to the anonymous address and is no ballot', () => {
  /** Bytes of every kind: nothing, noise, a ballot cut, prolonged or scribbled over. */
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 4096 }),
    fc.uint8Array({ minLength: BALLOT_SIZE, maxLength: BALLOT_SIZE }),
    fc.nat(BALLOT_SIZE - 1).map((size) => ballot.slice(0, size)),
    fc.uint8Array({ minLength: 1, maxLength: 99 }).map((more) => Uint8Array.from([...ballot, ...more])),
    fc
      .tuple(fc.nat(BALLOT_SIZE - 1), fc.uint8Array({ minLength: 1, maxLength: 64 }))
      .map(([at, bytes]) => {
        const scribbled = Uint8Array.from(ballot)
        scribbled.set(bytes.slice(0, BALLOT_SIZE - at), at)
        return scribbled
      })
      .filter((bytes) => Buffer.compare(bytes, ballot) !== 0),
  )

  test('gets one of the known codes, throws nowhere and leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (bytes) => {
        const answer = await collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })
        expect(refusals).toContain(answer)
      }),
      { numRuns: 400 },
    )
    expect(inPool()).toBe(0)
  })

  test('gets a status and a code over HTTP, whatever the method, the headers and the address', async () => {
    const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
    const value = fc.stringMatching(/^[ -~]{0,60}$/)
    const requests = fc.record({
      method: fc.constantFrom(
        'POST',
        'POST',
        'POST',
        'GET',
        'HEAD',
        'PUT',
        'DELETE',
        'PATCH',
        'OPTIONS',
        'TRACE',
      ),
      path: fc.oneof(
        fc.constant('/a/ballots'),
        fc.webPath().map((path) => `/a${path}`),
        fc.webQueryParameters().map((query) => `/a/ballots?${query}`),
      ),
      headers: fc.dictionary(
        token.filter((name) => !meant.has(name)),
        value,
        { maxKeys: 5 },
      ),
      isChunked: fc.boolean(),
      body: bodies,
    })
    await fc.assert(
      fc.asyncProperty(requests, async ({ method, path, headers, isChunked, body }) => {
        const chunked: Record<string, string> = isChunked ? { 'transfer-encoding': 'chunked' } : {}
        const answer = await box.send({ method, path, headers: { ...headers, ...chunked }, body })
        const isHere = path === '/a/ballots'
        if (!isHere) expect(answer.status).toBe(404)
        else if (method !== 'POST') expect(answer.status).toBe(405)
        else {
          expect(refusals).toContain(answer.code)
          expect(answer.status).toBe(ballotStatus[answer.code as keyof typeof ballotStatus])
        }
        expect(answer.headers['set-cookie']).toBeUndefined()
        expect(answer.headers.date).toBeUndefined()
        expect(Object.keys(answer.headers).filter((name) => /request-id|trace|server/.test(name))).toEqual([])
      }),
      { numRuns: 150 },
    )
    expect(inPool()).toBe(0)
  })

  test('does not keep a real ballot from being received afterwards', async () => {
    expect(await box.send({ body: ballot })).toMatchObject({ status: 200, code: 'received' })
    expect(await box.send({ body: ballot, headers: { 'transfer-encoding': 'chunked' } })).toMatchObject({
      status: 200,
    })
    expect(inPool()).toBe(1)
  })
})

/** Headers with a meaning for the connection itself; Node answers for those. */
const meant = new Set([
  'host',
  'connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'content-length',
  'transfer-encoding',
  'keep-alive',
])

const anything = fc.anything({ withBigInt: false, withNullPrototype: true, maxDepth: 3 })
/** A proper form in which some fields were exchanged for anything at all, left out, or added. */
const spoiled = (proper: Record<string, unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { arbitrary: anything, weight: 1 },
    {
      arbitrary: fc
        .tuple(
          fc.dictionary(
            fc.constantFrom(...Object.keys(proper), 'member', '__proto__', 'organisation'),
            awkward,
          ),
          fc.subarray(Object.keys(proper)),
        )
        .map(([changes, gone]) => {
          const kept = Object.entries(proper).filter(([name]) => !gone.includes(name))
          return { ...Object.fromEntries(kept), ...changes }
        }),
      weight: 4,
    },
  )
const awkward = fc.oneof(
  anything,
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'weekly-five',
    '2026-11-23T06:00',
    '2026-02-30T06:00',
    '9999-12-31T23:59',
    -1,
    Number.POSITIVE_INFINITY,
  ),
  fc.constantFrom(
    Number.NaN,
    5.5,
    2 ** 53,
    '../../secrets',
    "'; drop table org.wave; --",
    'A'.repeat(512),
    '𝒜'.repeat(200),
  ),
  fc.string({ unit: 'binary', maxLength: 600 }),
)

describe('what is sent to the pages’ side and makes no sense', () => {
  const codes = Object.keys(statusOf)

  test('a request for a ticket is refused with a code, and nothing is written', async () => {
    const before = await databaseText(site.fresh)
    const proper = { table: 'reporting-groups', blinded: randomBytes(384).toString('base64url') }
    const on = { checkins: site.checkins, actor: nobody }
    await fc.assert(
      fc.asyncProperty(
        spoiled(proper),
        fc.oneof(fc.constant(wave as string), fc.string()),
        async (request, id) => {
          fc.pre(JSON.stringify(request) !== JSON.stringify(proper))
          const isProper = id === wave && isTicketRequest(request)
          if (isProper) return
          const answer = await issueTicket({ wave: id, request }, on)
          expect(answer.ok ? 'a ticket' : codes.includes(answer.refusal.code)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
    expect(await databaseText(site.fresh)).toBe(before)
    await expect(fetchTicket({ ...on, wave })).resolves.toMatchObject({ packet: { wave } })
  })

  test('a number that no honest blinding makes is refused, or signed like any other', async () => {
    const actor = clinic.actorOf(clinic.members[2]?.id ?? newId())
    for (const bytes of [Buffer.alloc(384, 255), Buffer.alloc(384).fill(255, 0, 300)]) {
      const request = { table: 'reporting-groups', blinded: bytes.toString('base64url') }
      expect(await issueTicket({ wave, request }, { checkins: site.checkins, actor })).toMatchObject({
        refusal: { code: 'checkins/ticket-request-not-readable' },
      })
    }
  })

  test('a plan is kept only when it can be read whole; otherwise it is refused with a code', async () => {
    const proper = { ...usualForm, opens: '2027-01-10T06:00', closes: '2027-01-15T06:00' }
    const on = { checkins: site.checkins, actor: clinic.lead }
    const waves = async () => (await readWaves(on)).waves.map(({ id, title }) => `${id} ${title}`)
    await fc.assert(
      fc.asyncProperty(spoiled(proper), fc.oneof(fc.constant(undefined), fc.string()), async (form, id) => {
        const before = await waves()
        const answer = await draftWave({ form, wave: id }, on)
        if (answer.ok) {
          // Whatever was kept is a plan that can be looked at and thrown away.
          expect(await cancelWave({ wave: answer.value.wave, form: { why: '' } }, on)).toMatchObject({
            ok: true,
          })
        } else expect(codes).toContain(answer.refusal.code)
        expect(await waves()).toEqual(before)
      }),
      { numRuns: 100 },
    )
  })

  test('a character that no database keeps is refused before it gets there', async () => {
    const on = { checkins: site.checkins, actor: clinic.lead }
    const refusal = { ok: false, refusal: { code: 'checkins/form-not-readable' } }
    expect(await draftWave({ form: { ...usualForm, title: 'Nov\0ember' } }, on)).toEqual(refusal)
    expect(await cancelWave({ wave, form: { why: 'No\0' } }, on)).toEqual(refusal)
    expect(await previewPlan({ instrument: '\0', audience: ['\0'], minimumGroup: 5 }, on)).toMatchObject({
      ok: false,
    })
    expect(await previewPlan({ instrument: '\0', audience: [], minimumGroup: 5 }, on)).toMatchObject({
      ok: true,
    })
  })

  test('a minimum group that is no number, or out of its bounds, is refused with a code', async () => {
    const on = { checkins: site.checkins, actor: clinic.lead }
    for (const minimumGroup of [Number.NaN, 0, -5, 4, 5.5, 21, Number.POSITIVE_INFINITY]) {
      const answer = await previewPlan({ instrument: 'weekly-five', audience: [], minimumGroup }, on)
      expect(answer).toEqual({ ok: false, refusal: { code: 'checkins/minimum-group-out-of-range' } })
    }
  })

  test('a preview of anything is refused with a code', async () => {
    const on = { checkins: site.checkins, actor: clinic.lead }
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.array(fc.oneof(fc.string(), fc.uuid())),
        async (instrument, audience) => {
          const answer = await previewPlan({ instrument, audience, minimumGroup: 5 }, on)
          if (!answer.ok) expect(codes).toContain(answer.refusal.code)
          else expect(audience).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

const isTicketRequest = (value: unknown): boolean => {
  const sent = value as { table?: unknown; blinded?: unknown } | null
  return (
    sent?.table === 'reporting-groups' &&
    typeof sent.blinded === 'string' &&
    /^[A-Za-z0-9_-]{512}$/.test(sent.blinded)
  )
}
