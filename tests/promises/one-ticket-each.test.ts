import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import { issueTicket, readPackets } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { type MemberId, newId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket, fillBallot, prepareTicket, someAnswers } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'
import { rowCounts } from './evidence/database-text.ts'

let site: Rehearsal
let clinic: Clinic
let wave: Awaited<ReturnType<typeof announcedWave>>
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 10, Maternity: 12 } })
  wave = await announcedWave({ site, actor: clinic.lead })
})
afterAll(() => site.end())

const person = (at: number): Actor => clinic.actorOf(clinic.members[at]?.id ?? newId())
/** The request of one browser, whose seed decides every byte of it. */
const requestOf = async (actor: Actor, seed: Uint8Array) => {
  const packet = (await readPackets({ checkins: site.checkins, actor })).find((one) => one.wave === wave)
  if (!packet) throw new Error('This member is not asked.')
  const prepared = await prepareTicket(packet, seed)
  return { table: 'reporting-groups', blinded: toBase64Url(prepared.blinded) }
}
const ask = (actor: Actor, request: unknown) =>
  issueTicket({ wave, request }, { checkins: site.checkins, actor })
const refused = (code: string) => ({ ok: false, refusal: { code } })

test('who asks again, also after a restart, gets the same ticket byte for byte', async () => {
  const request = await requestOf(person(0), randomBytes(32))
  const first = await ask(person(0), request)
  expect(first).toMatchObject({ ok: true })
  for (let times = 0; times < 5; times += 1) expect(await ask(person(0), request)).toEqual(first)
  await site.restart()
  expect(await ask(person(0), request)).toEqual(first)
})

test('who has a ticket cannot have a second one', async () => {
  const first = await ask(person(1), await requestOf(person(1), randomBytes(32)))
  expect(first).toMatchObject({ ok: true })
  for (let times = 0; times < 5; times += 1)
    expect(await ask(person(1), await requestOf(person(1), randomBytes(32)))).toEqual(
      refused('checkins/ticket-already-given'),
    )
})

test('of two browsers that ask for one person at the same moment, one gets the ticket', async () => {
  for (let at = 2; at < 10; at += 1) {
    const requests = await Promise.all([1, 2, 3].map(() => requestOf(person(at), randomBytes(32))))
    const answers = await Promise.all(requests.map((request) => ask(person(at), request)))
    const given = answers.filter(({ ok }) => ok)
    expect(given).toHaveLength(1)
    expect(answers.filter(({ ok }) => !ok)).toEqual([
      refused('checkins/ticket-already-given'),
      refused('checkins/ticket-already-given'),
    ])
    const winner = requests[answers.findIndex(({ ok }) => ok)]
    expect(await ask(person(at), winner)).toEqual(given[0])
  }
  expect((await rowCounts(site.fresh))['org.issuance']).toBe(10)
})

test('who joins after the announcement is not asked, and gets no ticket by asking', async () => {
  const unit = clinic.units[0]?.id ?? ''
  const member = await addMember({ unit })
  const joiner = clinic.actorOf(member)
  expect(await readPackets({ checkins: site.checkins, actor: joiner })).toEqual([])
  expect(await ask(joiner, await requestOf(person(10), randomBytes(32)))).toEqual(
    refused('checkins/not-asked'),
  )
  expect((await rowCounts(site.fresh))['org.issuance']).toBe(10)
})

test('who leaves or moves after the announcement keeps a ticket, and the group that she was announced in', async () => {
  const [leaver, mover] = [person(10), person(11)]
  const held = await fetchTicket({ checkins: site.checkins, actor: leaver, wave })
  await changeMember(leaver.member.id, { status: 'left' })
  await changeMember(mover.member.id, { unit: clinic.root })
  const moved = await fetchTicket({ checkins: site.checkins, actor: mover, wave })
  const colleague = await fetchTicket({ checkins: site.checkins, actor: person(12), wave })
  expect(toBase64Url(moved.key.id)).toBe(toBase64Url(colleague.key.id))
  site.clock.set(times.during)
  for (const ticket of [held, moved]) {
    const ballot = await fillBallot(ticket, someAnswers(ticket, 1))
    expect(await collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })).toBe(
      'received',
    )
  }
})

test('no ticket is given once nothing more is taken', async () => {
  const request = await requestOf(person(15), randomBytes(32))
  site.clock.set(times.after)
  expect(await ask(person(15), request)).toEqual(refused('checkins/already-over'))
})

type Members = {
  'org.member': { organisation: string; id: string; name: string; unit: string | null; status: string }
}
const addMember = async ({ unit }: { unit: string }): Promise<MemberId> => {
  const id = newId<MemberId>()
  const row = { organisation: clinic.organisation.id, id, name: 'New Colleague', unit, status: 'active' }
  await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx.withTables<Members>().insertInto('org.member').values(row).execute(),
  )
  return id
}
const changeMember = (id: MemberId, set: { status?: string; unit?: string }) =>
  site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx.withTables<Members>().updateTable('org.member').set(set).where('id', '=', id).execute(),
  )
