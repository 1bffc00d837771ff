import { createHash } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { seeAudit, witnessAudits } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '#capabilities/people/testing/people-site.ts'
import { note } from '#platform/audit/audit.server.ts'
import { forgetWitnessed } from '#platform/audit/witness.server.ts'
import { asOwner } from './evidence/database-text.ts'

let site: PeopleSite
let actor: Actor
beforeAll(async () => {
  site = await peopleSite()
  actor = await withAdministrator(site)
})
afterAll(() => site.close())

const sixActs = ['one', 'two', 'three', 'four', 'five', 'six']
beforeEach(async () => {
  forgetWitnessed(site.settings.dataDir)
  await superuser((client) => client.query('delete from org.audit_entry'))
  for (const act of sixActs) await noteOne(act)
})
const noteOne = (act: string) => {
  const { organisation, member } = actor
  return site.database.inOrganisation(organisation.id, (tx) =>
    note({ tx, clock: site.clock, organisation: organisation.id, actor: member.id, act, facts: { act } }),
  )
}
/** Whoever runs the database: no rule of it holds for her. */
const superuser = <T>(work: (client: pg.Client) => Promise<T>) => asOwner(site, work)
const brokenAt = async (): Promise<number | null> => {
  const seen = await seeAudit(site, { actor })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value.brokenAt
}

type Row = {
  number: number
  at: Date
  actor: string | null
  act: string
  facts: string
  previous: Buffer
  hash: Buffer
}
/** Writes the chain anew from one entry on, so that each fits the one before, as an attacker would who knows how. */
const rewrite = (change: (rows: Row[]) => Row[]) =>
  superuser(async (client) => {
    const { rows } = await client.query<Row>(
      'select number, at, actor, act, facts, previous, hash from org.audit_entry order by number',
    )
    const wanted = change(rows.map((row) => ({ ...row })))
    await client.query('delete from org.audit_entry')
    let previous: Buffer = Buffer.alloc(32)
    for (const [index, row] of wanted.entries()) {
      const number = index + 1
      const hash = createHash('sha256')
        .update(JSON.stringify([number, row.at.toISOString(), row.actor, row.act, row.facts]))
        .update(previous)
        .digest()
      await client.query('insert into org.audit_entry values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        actor.organisation.id,
        number,
        row.at,
        row.actor,
        row.act,
        row.facts,
        previous,
        hash,
      ])
      previous = hash
    }
  })

test('a row that is altered, dropped or put elsewhere is found by the chain alone', async () => {
  expect(await brokenAt()).toBeNull()
  const attacks: [string, number][] = [
    [`update org.audit_entry set act = 'harmless' where number = 3`, 3],
    [`update org.audit_entry set facts = '{"act":"harmless"}' where number = 2`, 2],
    [`update org.audit_entry set actor = null where number = 4`, 4],
    [`update org.audit_entry set at = at - interval '1 day' where number = 5`, 5],
    [`delete from org.audit_entry where number = 1`, 1],
    [`delete from org.audit_entry where number = 4`, 4],
    [
      `update org.audit_entry set number = case number when 2 then 103 else 102 end where number in (2, 3);
       update org.audit_entry set number = number - 100 where number > 100`,
      2,
    ],
  ]
  for (const [attack, found] of attacks) {
    const undone = await superuser(async (client) => {
      const { rows } = await client.query('select * from org.audit_entry')
      await client.query(attack)
      const at = await brokenAt()
      await client.query('delete from org.audit_entry')
      await client.query(
        'insert into org.audit_entry select * from jsonb_populate_recordset(null::org.audit_entry, $1)',
        [
          JSON.stringify(
            rows.map((row) => ({
              ...row,
              previous: `\\x${row.previous.toString('hex')}`,
              hash: `\\x${row.hash.toString('hex')}`,
            })),
          ),
        ],
      )
      return at
    })
    expect([attack, undone]).toEqual([attack, found])
  }
})

test('somebody with the whole database who writes the chain anew does not get past the end that Kith remembers', async () => {
  await witnessAudits(site)
  expect(await brokenAt()).toBeNull()
  await rewrite((rows) => rows.map((row) => (row.number === 2 ? { ...row, act: 'harmless' } : row)))
  expect(await brokenAt()).toBe(6)
  // Looking again does not make it true, and nor does what is written afterwards.
  await noteOne('seven')
  await witnessAudits(site)
  expect(await brokenAt()).toBe(6)
})

test('an entry that is left out of a chain written anew is found, and so is a newest one that is dropped', async () => {
  await witnessAudits(site)
  await rewrite((rows) => rows.filter(({ number }) => number !== 3))
  expect(await brokenAt()).not.toBeNull()
})

test('newest entries that are dropped are found, though nothing follows them', async () => {
  await witnessAudits(site)
  await superuser((client) => client.query('delete from org.audit_entry where number > 4'))
  expect(await brokenAt()).toBe(5)
  await superuser((client) => client.query('delete from org.audit_entry'))
  expect(await brokenAt()).toBe(1)
})

test('a cut that is noted by somebody else hides nothing that Kith remembers', async () => {
  await witnessAudits(site)
  const { rows } = await superuser((client) =>
    client.query('select hash from org.audit_entry where number = 6'),
  )
  await noteOne('seven')
  const { organisation } = actor
  await site.database.inOrganisation(organisation.id, (tx) =>
    note({
      tx,
      clock: site.clock,
      organisation: organisation.id,
      actor: null,
      act: 'audit-cut',
      facts: { upTo: 7, hash: rows[0].hash.toString('hex'), entries: 7 },
    }),
  )
  await superuser((client) => client.query('delete from org.audit_entry where number < 8'))
  expect(await brokenAt()).not.toBeNull()
})

test('what is added in order fits, and the end that is remembered moves on with it', async () => {
  await witnessAudits(site)
  for (const act of ['seven', 'eight']) await noteOne(act)
  expect(await brokenAt()).toBeNull()
  await witnessAudits(site)
  await superuser((client) => client.query('delete from org.audit_entry where number = 8'))
  expect(await brokenAt()).toBe(8)
})
