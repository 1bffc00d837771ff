import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import { issueTicket, readPackets, readWaves } from '#capabilities/checkins/index.server.ts'
import { addPerson, bringBack, deactivateMember, mergePeople } from '#capabilities/people/index.server.ts'
import { type MemberId, newId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket, fillBallot, prepareTicket, someAnswers } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'

// Seen to fail: with `findEntryIssued` left out of issuing, with `listEntries` answering the entry alone or `handOver` not
// carrying earlier merges on (a person gets two tickets); with `holdPerson` not looking at the status, or not locking the
// row (somebody who left gets one).

let site: Rehearsal
let clinic: Clinic
let wave: Awaited<ReturnType<typeof openWave>>
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 40, Maternity: 40 } })
  wave = await openWave({ site, actor: clinic.lead })
}, 60_000)
afterAll(() => site.end())

const people = () => ({ database: site.database, clock: site.clock })
const lead = () => clinic.lead
let taken = 0
const someone = (): MemberId => clinic.members[taken++]?.id ?? newId()

/** A visit of whoever signs in to an entry, with a browser of her own: a ticket, or the code of the refusal. */
const visit = async (entry: MemberId, seed: Uint8Array = randomBytes(32)): Promise<string> => {
  const actor = clinic.actorOf(entry)
  const packets = await readPackets({ checkins: site.checkins, actor })
  // Whoever is shown nothing may still ask, with what somebody else was shown.
  const packet =
    packets.find((one) => one.wave === wave) ??
    (
      await readPackets({ checkins: site.checkins, actor: clinic.actorOf(clinic.members[79]?.id ?? newId()) })
    )[0]
  if (!packet) throw new Error('Nobody is asked.')
  const { blinded } = await prepareTicket(packet, seed)
  const request = { table: 'reporting-groups', blinded: toBase64Url(blinded) }
  const issued = await issueTicket({ wave, request }, { checkins: site.checkins, actor })
  return issued.ok ? 'ticket' : issued.refusal.code
}
const merge = (member: MemberId, other: MemberId) =>
  mergePeople(people(), { actor: lead(), form: { member, other } })
const leave = (member: MemberId) => deactivateMember(people(), { actor: lead(), form: { member } })
const comeBack = (member: MemberId) => bringBack(people(), { actor: lead(), form: { member } })

test('two entries that are merged during a check-in have one ticket between them', async () => {
  const [kept, gone] = [someone(), someone()]
  expect(await visit(gone)).toBe('ticket')
  expect(await merge(kept, gone)).toMatchObject({ ok: true, value: { kept } })
  expect(await visit(kept)).toBe('checkins/ticket-already-given')
  expect(await visit(gone)).toBe('checkins/not-asked')
})

test('who was asked only under the entry that closed is still asked, once', async () => {
  const gone = someone()
  const added = await addPerson(people(), {
    actor: lead(),
    form: { id: crypto.randomUUID(), name: 'New Entry', unit: clinic.units[0]?.id, profession: 'Nurse' },
  })
  const kept = added.ok ? added.value.member : newId<MemberId>()
  expect(await visit(kept)).toBe('checkins/not-asked')
  // The old entry has joined and the new one has not, so the old one stays; merged on into a third, it is the same.
  const third = someone()
  expect(await merge(gone, kept)).toMatchObject({ ok: true, value: { kept: gone } })
  expect(await merge(third, gone)).toMatchObject({ ok: true, value: { kept: third } })
  const seed = randomBytes(32)
  expect([await visit(third, seed), await visit(third, seed)]).toEqual(['ticket', 'ticket'])
  expect(await visit(third)).toBe('checkins/ticket-already-given')
})

test('who leaves during a check-in gets no ticket, who comes back gets her one and no second', async () => {
  const member = someone()
  await leave(member)
  expect(await visit(member)).toBe('checkins/not-asked')
  await comeBack(member)
  expect(await visit(member)).toBe('ticket')
  await leave(member)
  await comeBack(member)
  expect(await visit(member)).toBe('checkins/ticket-already-given')
})

test('a person merged again and again keeps the one ticket that any of her entries got', async () => {
  const [first, second, third] = [someone(), someone(), someone()]
  expect(await visit(first)).toBe('ticket')
  await merge(second, first)
  await merge(third, second)
  expect(await visit(third)).toBe('checkins/ticket-already-given')
})

test('a visit that comes while an entry is being closed waits for the end of it, and gets nothing', async () => {
  const gone = someone()
  const { answer } = await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    await tx
      .withTables<{ 'org.member': { id: string; status: string } }>()
      .updateTable('org.member')
      .set({ status: 'left' })
      .where('id', '=', gone)
      .execute()
    let isOver = false
    const answer = visit(gone).finally(() => {
      isOver = true
    })
    // Until the visit has either ended or is seen to wait for this very transaction.
    while (!isOver) {
      const { rows } = await site.database.sitePool.query('select 1 from pg_locks where not granted limit 1')
      if (rows.length > 0) break
    }
    return { answer }
  })
  expect(await answer).toBe('checkins/not-asked')
})

test('whatever is merged, closed and brought back in whatever order, a person who has a ticket gets no other', async () => {
  const act = fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('visit' as const), who: fc.nat(2) }), weight: 6 },
    {
      arbitrary: fc.record({ kind: fc.constant('merge' as const), who: fc.nat(2), other: fc.nat(2) }),
      weight: 5,
    },
    fc.record({ kind: fc.constant('leave' as const), who: fc.nat(2) }),
    fc.record({ kind: fc.constant('back' as const), who: fc.nat(2) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), async (acts) => {
      const entries = [someone(), someone(), someone()]
      const own = new Map(entries.map((entry) => [entry, new Set([entry])]))
      const holders = new Set<MemberId>()
      // At the end everybody comes once more.
      const end = [0, 1, 2].map((who) => ({ kind: 'visit' as const, who }))
      for (const step of [...acts, ...end]) {
        const who = entries[step.who] ?? newId<MemberId>()
        if (step.kind === 'leave') await leave(who)
        else if (step.kind === 'back') await comeBack(who)
        else if (step.kind === 'merge') {
          const other = entries[step.other] ?? newId<MemberId>()
          const done = await merge(who, other)
          if (!done.ok) continue
          const goes = done.value.kept === who ? other : who
          for (const entry of own.get(goes) ?? []) own.get(done.value.kept)?.add(entry)
        } else {
          const held = [...(own.get(who) ?? [])].some((entry) => holders.has(entry))
          const answer = await visit(who)
          if (held) expect(answer).not.toBe('ticket')
          if (answer === 'ticket') holders.add(who)
        }
      }
    }),
    { numRuns: 15 },
  )
}, 120_000)

test('a check-in during which people are merged, leave and are gone ends as it was announced', async () => {
  const [stays, goes, leaves] = [someone(), someone(), someone()]
  const send = async (entry: MemberId) => {
    const held = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(entry), wave })
    const { registry } = site.checkins
    return collectBallot(await fillBallot(held, someAnswers(held, 1)), { registry, clock: site.clock })
  }
  const answered = [await send(stays), await send(leaves)]
  await merge(stays, goes)
  await leave(leaves)
  expect(answered).toEqual(['received', 'received'])
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const { waves } = await readWaves({ checkins: site.checkins, actor: lead() })
  expect(waves.find(({ id }) => id === wave)).toMatchObject({ state: 'released', eligible: 80 })
}, 60_000)
