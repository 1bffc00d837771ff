import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBreak, note } from '#platform/audit/audit.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { recordKinds, retention } from '../../domain/retention.ts'
import { importList, smallList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { inviteMembers } from '../joining/invite-members.server.ts'
import { sendMessages } from '../messages/send-messages.server.ts'
import { seeAudit } from '../operating/see-audit.server.ts'
import { deactivateMember } from '../staff/deactivate-member.server.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { addUnit } from '../units/add-unit.server.ts'
import { changeRetention } from './change-retention.server.ts'
import { removeOldRecords } from './remove-old-records.server.ts'
import { seeRetention } from './see-retention.server.ts'

// The database parts only with what is a year old by its own clock; so all of this happened long ago.
let site: PeopleSite
let ines: Actor
beforeAll(async () => {
  site = await peopleSite()
  site.setNow('2019-03-01T09:00:00Z')
  ines = await withAdministrator(site)
  await importList(site, { actor: ines, text: smallList })
  await inviteMembers(site, { actor: ines, form: { way: 'mail' } })
  await sendMessages(site)
})
afterAll(() => site.close())

const usual = () => Object.fromEntries(recordKinds.map((kind) => [kind, String(retention[kind].days)]))
const count = (table: string) =>
  site.database.inOrganisation(ines.organisation.id, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      tx,
    )
    return rows[0]?.count
  })
const audit = async () => {
  const seen = await seeAudit(site, { actor: ines })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value
}

test('days can be chosen within limits only, by an administrator, and the choice is on record', async () => {
  const form = { ...usual(), messages: '29', audit: '364' }
  expect(await changeRetention(site, { actor: ines, form })).toMatchObject({
    refusal: { fields: { messages: 'days-out-of-range', audit: 'days-out-of-range' } },
  })
  const lead: Actor = { ...ines, roles: ['wellbeing-lead'] }
  expect(await changeRetention(site, { actor: lead, form: usual() })).toMatchObject({
    refusal: { code: 'people/not-found' },
  })
  const chosen = { ...usual(), audit: '365', messages: '30' }
  expect(await changeRetention(site, { actor: ines, form: chosen })).toMatchObject({ ok: true })
  const seen = await seeRetention(site, { actor: ines })
  expect(seen.ok && seen.value.find(({ kind }) => kind === 'messages')?.days).toBe(30)
  expect((await audit()).entries[0]).toMatchObject({
    act: 'retention-changed',
    facts: { audit: 365, messages: 30 },
  })
})

test('once a day goes what is past its time, counted on record; what is not stays', async () => {
  const before = [await count('org.message'), await count('org.invitation')]
  expect(before).toEqual([2, 2])
  site.setNow('2019-03-30T09:00:00Z')
  await removeOldRecords(site)
  expect([await count('org.message'), await count('org.invitation')]).toEqual(before)
  site.setNow('2019-04-02T09:00:00Z')
  await removeOldRecords(site, { 'who-was-asked': async () => 7 })
  expect([await count('org.message'), await count('org.invitation')]).toEqual([0, 2])
  expect((await audit()).entries[0]).toMatchObject({
    act: 'records-removed',
    facts: { messages: 2, 'who-was-asked': 7 },
  })
  const { length } = (await audit()).entries
  await removeOldRecords(site)
  expect((await audit()).entries).toHaveLength(length)
})

test('an entry of somebody who left goes in its time; the record still says her name for what she did', async () => {
  const seen = await seePeople(site, { actor: ines, query: { q: 'Hugo' } })
  const hugo = seen.ok ? seen.value.people[0]?.id : undefined
  const top = seen.ok ? seen.value.way[0]?.id : undefined
  const acting: Actor = { ...ines, member: { ...ines.member, id: hugo ?? ines.member.id } }
  await addUnit(site, { actor: acting, form: { parent: top, name: 'Made by Hugo' } })
  await deactivateMember(site, { actor: ines, form: { member: hugo } })
  site.setNow('2020-03-20T09:00:00Z')
  await removeOldRecords(site)
  expect(await seePeople(site, { actor: ines, query: { q: 'Hugo', status: 'left' } })).toMatchObject({
    value: { total: 1 },
  })
  site.setNow('2020-04-10T09:00:00Z')
  await site.database.inOrganisation(ines.organisation.id, (tx) => addUnitAs(tx, hugo ?? ''))
  await removeOldRecords(site)
  expect(await seePeople(site, { actor: ines, query: { q: 'Hugo', status: 'left' } })).toMatchObject({
    value: { total: 0 },
  })
  expect((await audit()).entries.find(({ act }) => act === 'test-act')?.actorName).toBe('Hugo Alves')
})

const addUnitAs = async (tx: Parameters<typeof findBreak>[0], actor: string) => {
  await note({
    tx,
    clock: site.clock,
    organisation: ines.organisation.id,
    actor: actor as Actor['member']['id'],
    act: 'test-act',
  })
}

test('the oldest part of the record is cut, what stays hangs together, and the name goes with the last entry', async () => {
  const { entries, brokenAt } = await audit()
  expect(brokenAt).toBeNull()
  expect(entries.map(({ act }) => act)).toContain('audit-cut')
  expect(entries.at(-1)?.number).toBeGreaterThan(1)
  site.setNow('2021-06-01T09:00:00Z')
  await removeOldRecords(site)
  const after = await audit()
  expect(after.brokenAt).toBeNull()
  expect(after.entries.map(({ act }) => act)).toEqual(['audit-cut'])
  expect(await count('org.name_in_audit')).toBe(0)
  site.setNow('2022-08-01T09:00:00Z')
  await removeOldRecords(site)
  expect(await audit()).toMatchObject({ brokenAt: null, entries: [{ act: 'audit-cut' }] })
})

test('whoever cuts more than is noted, or notes a cut that was not, is found out', async () => {
  const org = ines.organisation.id
  await site.database.inOrganisation(org, async (tx) => {
    for (const act of ['one', 'two', 'three']) {
      await note({ tx, clock: site.clock, organisation: org, actor: null, act })
    }
    await sql`savepoint before`.execute(tx)
    expect(await findBreak(tx)).toBeNull()
    await sql`delete from org.audit_entry where act = 'audit-cut'`.execute(tx)
    expect(await findBreak(tx)).not.toBeNull()
    await sql`rollback to before`.execute(tx)
    const { rows } = await sql<{ number: number }>`select min(number) as number from org.audit_entry`.execute(
      tx,
    )
    await note({
      tx,
      clock: site.clock,
      organisation: org,
      actor: null,
      act: 'audit-cut',
      facts: { upTo: rows[0]?.number ?? 0, hash: '00'.repeat(32), entries: 1 },
    })
    await sql`delete from org.audit_entry where number = ${rows[0]?.number}`.execute(tx)
    expect(await findBreak(tx)).not.toBeNull()
  })
})
