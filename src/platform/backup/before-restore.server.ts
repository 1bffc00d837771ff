import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** A program that just ended may be gone a moment before its connection is. */
const patience = 3_000
const pause = 100

/** @throws a sentence while a site, or anything else, is connected to this database. */
export const assertNobodyElse = async (client: pg.ClientBase): Promise<void> => {
  let others = 0
  for (let waited = 0; waited <= patience; waited += pause) {
    if (waited > 0) await sleep(pause)
    others = await countOthers(client)
    if (others === 0) return
  }
  throw new Error(
    `Something else is connected to this database (${others}). Stop the site and every other program that uses it, then restore.`,
  )
}

const countOthers = async (client: pg.ClientBase): Promise<number> => {
  // Within a transaction the same would be seen for ever.
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  )
  return rows[0]?.others ?? 0
}

/**
 * @returns whether a site is there already, of people or only just started.
 * @throws a sentence when it holds people and nobody asked for them to be replaced, or when it is not ours.
 */
export const assertReplaceable = async (
  client: pg.ClientBase,
  given: { mayReplace: boolean },
): Promise<boolean> => {
  const { rows } = await client.query<{ ours: boolean; site: boolean; org: boolean }>(
    `select to_regclass('migration.kysely_migration') is not null as ours,
       to_regclass('site."user"') is not null as site, to_regnamespace('org') is not null as org`,
  )
  const found = rows[0]
  if (!found?.ours) {
    if (found?.site || found?.org)
      throw new Error('This database holds something that is not Kith’s. Choose another one.')
    return false
  }
  if (found.site && !given.mayReplace && (await holdsPeople(client)))
    throw new Error(
      'This database holds a site already. To throw all of that away and put the backup in its place, add --overwrite.',
    )
  return found.site
}

/** A site that was started and never set up holds nobody, and nothing would be lost. */
const holdsPeople = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows: users } = await client.query('select 1 from site."user" limit 1')
  if (users.length > 0) return true
  const { rows: organisations } = await client.query<{ id: string }>('select id from site.organisation')
  for (const { id } of organisations) {
    await client.query(`select set_config('app.organisation', $1, true)`, [id])
    const { rows } = await client.query('select 1 from org.member where organisation = $1 limit 1', [id])
    if (rows.length > 0) return true
  }
  return false
}
