import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { freshDatabase } from './database.ts'

const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
afterAll(async () => void (await Promise.all([one.drop(), other.drop()])))

const ask = async (options: { config: pg.PoolConfig; statement: string }) => {
  const client = new pg.Client(options.config)
  await client.connect()
  try {
    return (await client.query(options.statement)).rows
  } finally {
    await client.end()
  }
}

test('each test file has a database of its own, with every migration applied', async () => {
  const owner = { config: one.address.forRole('owner'), statement: 'create table public.mine (x int)' }
  await ask(owner)
  const tables =
    "select to_regclass('public.mine') as mine, (select count(*) from migration.kysely_migration) as run"
  const [seen] = await ask({ config: one.address.forRole('owner'), statement: tables })
  expect(seen.mine).toBe('mine')
  expect(Number(seen.run)).toBeGreaterThan(0)
  const [unseen] = await ask({ config: other.address.forRole('owner'), statement: tables })
  expect(unseen.mine).toBeNull()
})

test('a site can be given the same database as a text', async () => {
  const rows = await ask({
    config: { connectionString: one.url },
    statement: 'select current_database() as name',
  })
  expect(rows).toEqual([{ name: one.name }])
})

test('a role that is stepped down to keeps what the sign-in library needs: its own path', async () => {
  const stepped = externalAddress(one.url).forRole('site')
  const [row] = await ask({
    config: stepped,
    statement: 'select current_user as name, current_schema as path',
  })
  expect(row).toEqual({ name: 'kith_site', path: 'site' })
})

test('each role enters as itself', async () => {
  for (const role of ['owner', 'app', 'site', 'queue'] as const) {
    const [row] = await ask({ config: one.address.forRole(role), statement: 'select current_user as name' })
    if (role !== 'owner') expect(row.name).toBe(`kith_${role}`)
  }
})
