import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../tests/setup/database.ts'
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

test('a database is brought up to date while another on the same server settles the same roles', async () => {
  const [holder, watcher] = await Promise.all([enter(busy), enter(empty)])
  try {
    await watcher.query('drop schema migration, org, site, queue cascade')
    // Neither has ended when the other comes to the same role.
    await holder.query('begin')
    await holder.query('alter role kith_site set search_path = site')
    if (!empty) throw new Error('there is a database')
    const done = migrate({ address: empty.address, database: empty.name })
    for (let isWaiting = false; !isWaiting; ) {
      const { rows } = await watcher.query(
        "select from pg_stat_activity where datname = $1 and wait_event_type = 'Lock' and wait_event = 'transactionid'",
        [empty.name],
      )
      isWaiting = rows.length > 0
    }
    await holder.query('commit')
    expect(await done).toEqual(migrationNames())
  } finally {
    await Promise.all([holder.end(), watcher.end()])
  }
})
