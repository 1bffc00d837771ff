import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../tests/setup/database.ts'
import { restoreBackup } from '../backup/restore-backup.server.ts'
import { writeBackup } from '../backup/write-backup.server.ts'
import { externalAddress } from './addresses.server.ts'
import { migrate, migrationNames } from './migrate.server.ts'

let [busy, empty]: FreshDatabase[] = []
beforeAll(async () => {
  ;[busy, empty] = await Promise.all([freshDatabase(), freshDatabase()])
})
afterAll(async () => void (await Promise.all([busy?.drop(), empty?.drop()])))

const enter = async (database: FreshDatabase | undefined) => {
  const client = new pg.Client(database?.address.forRole('owner'))
  await client.connect()
  return client
}

/** Begins `work` while another database settles a role, and lets that end only once `work` has come to it too. */
const whileSettled = async <T>(work: (database: FreshDatabase) => Promise<T>): Promise<T> => {
  const emptying = await enter(empty)
  await emptying.query('drop schema migration, org, site, queue cascade')
  // A backup is put back only where nobody else is connected.
  await emptying.end()
  const [holder, watcher] = await Promise.all([enter(busy), enter(busy)])
  try {
    await holder.query('begin')
    await holder.query('alter role kith_site set search_path = site')
    if (!empty) throw new Error('there is a database')
    const done = work(empty)
    for (let isWaiting = false; !isWaiting; ) {
      const { rows } = await watcher.query(
        "select from pg_stat_activity where datname = $1 and wait_event_type = 'Lock' and wait_event = 'transactionid'",
        [empty.name],
      )
      isWaiting = rows.length > 0
    }
    await holder.query('commit')
    return await done
  } finally {
    await Promise.all([holder.end(), watcher.end()])
  }
}

test('a database is brought up to date while another on the same server settles the same roles', async () => {
  const names = await whileSettled(({ address, name }) => migrate({ address, database: name }))
  expect(names).toEqual(migrationNames())
})

test('a backup is put back while another database on the same server settles the same roles', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-roles-'))
  const file = join(folder, 'one.kith')
  if (!busy) throw new Error('there is a database')
  const address = externalAddress(busy.url)
  const { rows } = await writeBackup({ address, file, mayReplace: false, secrets: [], now: new Date() })
  const restored = await whileSettled(({ url }) =>
    restoreBackup({ address: externalAddress(url), file, mayReplace: true, finish: async () => {} }),
  )
  expect(restored.rows).toBe(rows)
  rmSync(folder, { recursive: true })
})
