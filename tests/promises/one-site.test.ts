import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup } from '#platform/backup/restore-backup.server.ts'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { type DatabaseAddress, externalAddress } from '#platform/database/addresses.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { holdDatabase } from '#platform/database/sole-site.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { backUp } from '../../src/entry/back-up.server.ts'
import { restore } from '../../src/entry/restore.server.ts'
import { startSite } from '../../src/entry.server.ts'
import { eventually } from '../rehearsal/running-site.ts'
import { settingsOf } from '../rehearsal/two-sites.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

let fresh: FreshDatabase
let address: DatabaseAddress
const dataDir = mkdtempSync(join(tmpdir(), 'kith-second-'))
beforeAll(async () => {
  fresh = await freshDatabase()
  address = externalAddress(fresh.url)
})
afterAll(async () => {
  await fresh.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const hold = (lost = () => {}) => holdDatabase({ address, log: silentLog, lost })
const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(address.forRole('owner'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
const cut = () =>
  asOwner((client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
    ),
  )

test('a second Kith on the same database is refused in one sentence, and afterwards the place is free', async () => {
  const settings = readSettings({ DATA_DIR: dataDir, DATABASE_URL: fresh.url, PORT: '0' })
  if (!settings.ok) throw new Error('The settings cannot be read.')
  const first = await hold()
  await expect(startSite(settings.value, { log: silentLog })).rejects.toThrow(
    /^Another Kith already runs on this database, or a backup is being put into it\. Stop that one first/,
  )
  await first.release()
  const next = await hold()
  await next.release()
})

test('after the database was away the same Kith has it again, and still nobody else', async () => {
  let isLost = false
  const first = await hold(() => {
    isLost = true
  })
  expect((await cut()).rowCount).toBe(1)
  await eventually(() => isHeld(), { what: 'the lock again' })
  await expect(hold()).rejects.toThrow(/already runs/)
  expect(isLost).toBe(false)
  await first.release()
})

test('a Kith whose place was taken while it could not reach the database is told to stop', async () => {
  let isLost = false
  let isAway = false
  const unreachable: DatabaseAddress = { ...address, forRole: () => ({ host: '127.0.0.1', port: 1 }) }
  const sometimes: DatabaseAddress = {
    ...address,
    forRole: (role, database) => (isAway ? unreachable : address).forRole(role, database),
  }
  const lost = () => {
    isLost = true
  }
  const first = await holdDatabase({ address: sometimes, log: silentLog, lost })
  isAway = true
  await cut()
  const second = await hold()
  isAway = false
  await eventually(() => isLost, { what: 'word that the place is lost' })
  await second.release()
  await first.release()
})

test('a backup is put into no database that a site runs on, and no site starts while one is put there', async () => {
  const settings = settingsOf({ dataDir, url: fresh.url })
  const file = join(dataDir, 'one.kith')
  await backUp(settings, { file, mayReplace: false })
  const running = await hold()
  const asked = { file, mayReplace: true, mayLackSecrets: true }
  await expect(restore(settings, asked)).rejects.toThrow(
    /^A Kith runs on this database, or another backup is being put into it\. Stop that one first, then restore\.$/,
  )
  await running.release()
  let refusal = ''
  await restoreBackup({
    address,
    file,
    mayReplace: true,
    finish: async () => {
      refusal = await hold().then(
        () => 'started',
        (error: Error) => error.message,
      )
    },
  })
  expect(refusal).toMatch(/^Another Kith already runs on this database, or a backup is being put into it\./)
  const next = await hold()
  await next.release()
})

test('data of a newer Kith is refused in one sentence, and left as it is', async () => {
  const count = () =>
    asOwner(async (client) => (await client.query('select name from migration.kysely_migration')).rowCount)
  await asOwner((client) =>
    client.query(
      `insert into migration.kysely_migration values ('2099-01-01-01-later', '2099-01-01T00:00:00Z')`,
    ),
  )
  const before = await count()
  await expect(migrate({ address: fresh.address, database: fresh.name })).rejects.toThrow(
    /^This data was made by a newer Kith, and nothing was changed\./,
  )
  expect(await count()).toBe(before)
})

const isHeld = () =>
  asOwner(async (client) => {
    const { rowCount } = await client.query(
      `select from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
    )
    return rowCount === 1
  })
