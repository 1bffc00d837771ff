import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RoleName, roles } from '#platform/database/roles.ts'
import { tableKinds } from '#platform/database/table-kinds.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { asOwner } from './evidence/database-text.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const ask = <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> =>
  asOwner(fresh, async (client) => (await client.query<Row>(text)).rows)
const names = async (text: string) => (await ask<{ name: string }>(text)).map(({ name }) => name)

/** Says what the database answered to a role of the running site: the code of its refusal, or `done`. */
const tryAs = async (role: RoleName, text: string): Promise<string> => {
  const client = new pg.Client(fresh.address.forRole(role))
  await client.connect()
  try {
    await client.query('begin')
    await client.query("set local app.organisation = '00000000-0000-4000-8000-000000000001'")
    await client.query(text)
    return 'done'
  } catch (error) {
    return String((error as { code?: unknown }).code)
  } finally {
    await client.end()
  }
}
const forbidden = '42501'
const ours = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`
const organisationTables = [...tableKinds.organisation]
const listed = `(${organisationTables.map((name) => `'${name}'`).join(', ')})`

test('every table is of one named kind, and none is forgotten', async () => {
  const found = await names(
    // The days of the queue's statistics come and go.
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'f') and ${ours} and c.relname !~ '^queue_stats_[0-9]{8}$'`,
  )
  expect(found.sort()).toEqual(Object.values(tableKinds).flat().sort())
  expect(organisationTables.filter((name) => !name.startsWith('org.'))).toEqual([])
})

describe('an organisation’s tables', () => {
  test('carry the organisation in every primary, unique and foreign key', async () => {
    const unique = await names(
      `select c.relname || ' ' || i.relname as name from pg_index x
       join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'org' and (x.indisunique or x.indisprimary) and not exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation' and a.attnum = any(x.indkey))`,
    )
    expect(unique).toEqual([])
    const foreign = await names(
      `select k.conrelid::regclass || ' ' || k.conname as name from pg_constraint k
       join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'org' and k.contype = 'f' and not exists (
         select from unnest(k.conkey, k.confkey) as pair (here, there)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here
         join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there
         where a.attname = 'organisation' and b.attname = 'organisation')`,
    )
    expect(foreign).toEqual([])
    const without = await names(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'org' and c.relkind in ('r', 'p') and not exists (
         select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`,
    )
    expect(without).toEqual([])
  })

  test('have forced row-level security with the one policy, for reading and for writing', async () => {
    const rows = await ask<{ name: string; policies: string[] }>(
      `select n.nspname || '.' || c.relname as name,
         array(select p.polcmd::text || ' ' || p.polpermissive::text || ' ' || p.polroles::text || ' '
           || coalesce(pg_get_expr(p.polqual, c.oid), '-') || ' ' || coalesce(pg_get_expr(p.polwithcheck, c.oid), '-')
           from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname || '.' || c.relname in ${listed} and c.relrowsecurity and c.relforcerowsecurity`,
    )
    expect(rows.map(({ name }) => name).sort()).toEqual(organisationTables.toSorted())
    const rule = '(organisation = ( SELECT org.current_organisation() AS current_organisation))'
    // The one narrowing that there is: of the audit, only what is older than a year can be cut.
    const narrowed = `d false {0} (at < (now() - '365 days'::interval)) -`
    for (const { name, policies } of rows)
      expect([name, policies.sort()]).toEqual([
        name,
        [`* true {0} ${rule} ${rule}`, ...(name === 'org.audit_entry' ? [narrowed] : [])],
      ])
  })

  test('show nothing to a transaction that names no organisation, and take nothing for another', async () => {
    const client = new pg.Client(fresh.address.forRole('app'))
    await client.connect()
    try {
      const put = (organisation: string) =>
        client.query(
          `insert into org.unit (organisation, id, name, position) values ('${organisation}', gen_random_uuid(), 'Ward', 0)`,
        )
      const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
      await client.query('begin')
      await client.query(`set local app.organisation = '${one}'`)
      await put(one)
      await client.query('savepoint before')
      await expect(put(other)).rejects.toMatchObject({ code: forbidden })
      await client.query('rollback to before')
      await client.query('commit')
      expect((await client.query('select 1 from org.unit')).rowCount).toBe(0)
      await client.query('begin')
      await client.query(`set local app.organisation = '${other}'`)
      expect((await client.query('select 1 from org.unit')).rowCount).toBe(0)
      expect((await client.query("update org.unit set name = 'Taken'")).rowCount).toBe(0)
      expect((await client.query('delete from org.unit')).rowCount).toBe(0)
      await client.query('rollback')
    } finally {
      await client.end()
    }
  })
})

describe('the roles of the running site', () => {
  const running: RoleName[] = ['app', 'site', 'queue', 'collector']
  const list = running.map((role) => `'${roles[role]}'`).join(', ')

  test('own nothing, are nobody’s masters and cannot step around row-level security', async () => {
    expect(
      await ask(
        `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
         where rolname in (${list}) order by 1`,
      ),
    ).toEqual(
      running
        .map((role) => roles[role])
        .sort()
        .map((rolname) => ({
          rolname,
          rolsuper: false,
          rolbypassrls: false,
          rolcreaterole: false,
          rolcreatedb: false,
          rolreplication: false,
        })),
    )
    expect(
      await names(
        `select c.relname as name from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in (${list})`,
      ),
    ).toEqual([])
    expect(
      await names(
        `select m.roleid::regrole || ' to ' || r.rolname as name from pg_auth_members m
         join pg_roles r on r.oid = m.member where r.rolname in (${list})`,
      ),
    ).toEqual([])
    expect(
      await names(
        `select n.nspname || ' ' || r.rolname as name from pg_namespace n, pg_roles r
         where r.rolname in (${list}) and ${ours} and n.nspname <> 'public' and has_schema_privilege(r.oid, n.oid, 'create')`,
      ),
    ).toEqual([])
  })

  test('each reaches its own kind of table and no other', async () => {
    const reach: Partial<Record<RoleName, keyof typeof tableKinds>> = {
      app: 'organisation',
      site: 'site',
      queue: 'queue',
    }
    for (const role of running.filter((one) => one !== 'collector'))
      for (const [kind, tables] of Object.entries(tableKinds)) {
        const [first] = tables
        const [schema, table] = (first ?? '').split('.')
        const answer = await tryAs(role, `select 1 from ${schema}."${table}" limit 1`)
        expect([role, kind, answer]).toEqual([role, kind, reach[role] === kind ? 'done' : forbidden])
      }
    expect(
      await names(
        `select r.rolname || ' ' || n.nspname || '.' || c.relname as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
         where r.rolname in (${list}) and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${ours}
           and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')
           and n.nspname <> case r.rolname when '${roles.app}' then 'org' when '${roles.queue}' then 'queue' else 'site' end`,
      ),
    ).toEqual([])
  })

  test('none of them can change or remove the audit log of a year, the public chain or a release', async () => {
    for (const table of ['org.audit_entry', 'org.chain_entry', 'org.release'])
      for (const role of running) {
        const column = table === 'org.release' ? 'document' : 'hash'
        const acts = [
          `update ${table} set ${column} = ${column}`,
          ...(table === 'org.audit_entry' && role === 'app' ? [] : [`delete from ${table}`]),
          `truncate ${table}`,
          `drop table ${table}`,
          `alter table ${table} disable row level security`,
          `alter table ${table} no force row level security`,
          `alter table ${table} add column extra text`,
        ]
        for (const act of acts) expect([role, act, await tryAs(role, act)]).toEqual([role, act, forbidden])
      }
  })
})

test('a collector that is a process of its own may read which keys are collected, and nothing else', async () => {
  const about = `n.oid = c.relnamespace where ${ours} and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')`
  const may = (rights: string) =>
    names(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on ${about}
       and case when c.relkind = 'S' then has_sequence_privilege('${roles.collector}', c.oid, 'usage, select, update')
         else has_table_privilege('${roles.collector}', c.oid, '${rights}')
           or has_any_column_privilege('${roles.collector}', c.oid, '${rights.replace(/, (delete|truncate|trigger)/g, '')}') end`,
    )
  expect(await may('select')).toEqual(['site.collecting'])
  expect(await may('insert, update, references, delete, truncate, trigger')).toEqual([])
  expect(
    await names(
      `select r.rolname as name from pg_roles r where pg_has_role('${roles.collector}', r.oid, 'member')
         and r.rolname <> '${roles.collector}' and not r.rolname = 'pg_database_owner'`,
    ),
  ).toEqual([])
  for (const table of ['org.member', 'org.issuance', 'org.wave_eligible', 'site.user', 'site.session'])
    expect([table, await tryAs('collector', `select 1 from ${table} limit 1`)]).toEqual([table, forbidden])
  const columns = await names(
    `select attname as name from pg_attribute where attrelid = 'site.collecting'::regclass and attnum > 0`,
  )
  expect(columns.sort()).toEqual([
    'became',
    'collects_until',
    'key_id',
    'opens_at',
    'sealed_to',
    'spki',
    'wave',
  ])
})

test('of the audit log only what is older than a year can be cut, whoever asks', async () => {
  const client = new pg.Client(fresh.address.forRole('app'))
  await client.connect()
  try {
    await client.query('begin')
    await client.query("set local app.organisation = '00000000-0000-4000-8000-000000000002'")
    for (const [number, age] of [
      [1, '366 days'],
      [2, '364 days'],
      [3, '0 days'],
    ])
      await client.query(
        `insert into org.audit_entry (organisation, number, at, act, facts, previous, hash)
         values (org.current_organisation(), ${number}, now() - interval '${age}', 'x', '{}', '', '\\x0${number}')`,
      )
    expect((await client.query('delete from org.audit_entry')).rowCount).toBe(1)
    const { rows } = await client.query<{ number: string }>('select number from org.audit_entry order by 1')
    expect(rows.map(({ number }) => Number(number))).toEqual([2, 3])
    await client.query('rollback')
  } finally {
    await client.end()
  }
})

test('no view, function or trigger opens a way around the policies', async () => {
  expect(
    await names(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where ${ours} and (c.relkind = 'm' or c.relkind = 'v'
         and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false))`,
    ),
  ).toEqual([])
  expect(
    await names(
      `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where ${ours} and (p.prosecdef or p.proleakproof)`,
    ),
  ).toEqual([])
  expect(
    await names(
      `select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'org' and not t.tgisinternal`,
    ),
  ).toEqual([])
})
