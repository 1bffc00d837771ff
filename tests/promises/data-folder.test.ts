import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { embeddedAddress } from '#platform/database/addresses.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { createMigrator, makeDatabase, migrationNames } from '#platform/database/migrate.server.ts'
import { makeRoles } from '#platform/database/own-roles.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import { sayStartTrouble } from '../../src/entry/say-trouble.server.ts'
import { startSite } from '../../src/entry.server.ts'
import { makeDataFolder } from '../rehearsal/own-folder.ts'
import { newFolder, settingsOf } from '../rehearsal/two-sites.ts'

const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})
const folder = () => {
  const made = newFolder()
  undo.push(made.remove)
  return made.dataDir
}
const start = (dataDir: string, url?: string) =>
  startSite(settingsOf({ dataDir, ...(url ? { url } : {}) }), { log: silentLog })
const sentence = (dataDir: string, url?: string) =>
  start(dataDir, url).then(
    async (site) => {
      await site.stop()
      return 'started'
    },
    (error: Error) => error.message,
  )

test('a file where the folder should be, or on the way to it, is named in one sentence', async () => {
  const file = join(folder(), 'kith')
  writeFileSync(file, 'not a folder')
  for (const dataDir of [file, join(file, 'below')])
    expect(await sentence(dataDir)).toBe(`${dataDir} is not a folder. Choose another DATA_DIR.`)
  expect(readFileSync(file, 'utf8')).toBe('not a folder')
})

test('a folder that this user may not write to is named in one sentence', async () => {
  const isRoot = process.getuid?.() === 0
  const parent = isRoot ? '/sys' : folder()
  if (!isRoot) chmodSync(parent, 0o500)
  const dataDir = join(parent, 'kith')
  expect(await sentence(dataDir)).toBe(
    `Kith may not write to ${dataDir}. Choose another DATA_DIR, or let this user write there.`,
  )
})

test('a folder that cannot be reached is named in one sentence, whatever keeps it away', () => {
  for (const code of ['ENOENT', 'EIO', 'ESTALE', 'ENOTCONN', 'ELOOP']) {
    const error = Object.assign(new Error(`${code}: words`), { code, syscall: 'open', path: '/srv/kith/x' })
    expect(sayStartTrouble(error, '/srv/kith')).toMatchObject({
      message: `/srv/kith cannot be reached (${code}). Look whether its disk is there, or choose another DATA_DIR.`,
    })
    // The same about another file says nothing about the folder.
    expect(sayStartTrouble({ ...error, path: '/etc/kith/key.pem' }, '/srv/kith')).not.toBeInstanceOf(Error)
  }
})

test('folders on the way that are missing are made', async () => {
  const made = makeDataFolder()
  undo.push(made.remove)
  const file = join(made.dataDir, 'kith')
  writeFileSync(file, '')
  expect(await sentence(join(file, 'a', 'b'))).toMatch(/is not a folder/)
  rmSync(file)
  const url = 'postgresql://kith@127.0.0.1:1/kith'
  await sentence(join(made.dataDir, 'a', 'b'), url)
  expect(existsSync(join(made.dataDir, 'a', 'b'))).toBe(true)
})

test('a database that is not there, or not of that name, is named in one sentence', async () => {
  const at = (url: string) => sentence(folder(), url)
  expect(await at('postgresql://kith@127.0.0.1:1/kith')).toBe(
    'The database does not answer. If it is just starting, try again in a moment.',
  )
  expect(await at('postgresql://kith@kith-has-no-such-host.invalid/kith')).toMatch(
    /^(There is no machine of that name|The name of the database’s machine cannot be looked up now)\./,
  )
})

test('a folder of an older Kith is brought up to date, and one of a newer is refused and left as it is', async () => {
  const { dataDir, remove } = makeDataFolder()
  undo.push(remove)
  const [, , third = ''] = migrationNames()
  const engine = await startEngine({ dataDir })
  const address = embeddedAddress(engine)
  await makeDatabase({ address })
  const pool = new pg.Pool(address.forRole('owner'))
  pool.on('error', () => {})
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  await makeRoles({ db, isEmpty: true, mayLogIn: true })
  expect((await createMigrator(db).migrateTo(third)).error).toBeUndefined()
  await db.destroy()
  await engine.stop()
  expect(await sentence(dataDir)).toBe('started')

  const again = await startEngine({ dataDir })
  const client = new pg.Client(embeddedAddress(again).forRole('owner'))
  await client.connect()
  const { rows } = await client.query('select name from migration.kysely_migration order by name')
  expect(rows.map(({ name }) => name)).toEqual(migrationNames())
  await client.query(
    `insert into migration.kysely_migration values ('2199-01-01-01-later', '2199-01-01T00:00:00Z')`,
  )
  await client.end()
  await again.stop()
  expect(await sentence(dataDir)).toBe(
    'This data was made by a newer Kith, and nothing was changed. Start that version again, or a later one.',
  )

  const version = join(dataDir, 'postgres', 'PG_VERSION')
  const ours = readFileSync(version, 'utf8')
  for (const made of ['14', '99']) {
    writeFileSync(version, `${made}\n`)
    expect(await sentence(dataDir)).toMatch(
      new RegExp(
        `^The database in \\S+ was made by PostgreSQL ${made}, and this Kith brings \\d+\\. Nothing was changed\\.`,
      ),
    )
  }
  writeFileSync(version, ours)
  // A disk that is gone must not become an empty site when the database is started again under a running one.
  rmSync(join(dataDir, 'postgres'), { recursive: true })
  await expect(startEngine({ dataDir, isStartedAgain: true })).rejects.toThrow(/is not there any more/)
  expect(readdirSync(dataDir)).not.toContain('postgres')
})

test('an answer is not acknowledged into a file that somebody deleted', async () => {
  const dataDir = folder()
  mkdirSync(join(dataDir, 'waves'))
  const file = join(dataDir, 'waves', 'one.pool')
  await createPool({ file, capacity: 4, payloadSize: 100 })
  const pool = await openPool({ file })
  const ballot = (of: number) => ({ ticket: Buffer.alloc(32, of), payload: Buffer.alloc(100, of) })
  expect(await pool.add(ballot(1))).toBe('stored')
  rmSync(file)
  await expect(pool.add(ballot(2))).rejects.toMatchObject({ name: 'PoolFailure' })
  await expect(pool.add(ballot(3))).rejects.toMatchObject({ name: 'PoolFailure' })
  await pool.close()
})
