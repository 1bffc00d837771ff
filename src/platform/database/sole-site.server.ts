import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log/log.server.ts'
import type { DatabaseAddress } from './addresses.server.ts'

const lockName = 'kith: the one site of this database'
/** A process that just ended may be gone a moment before its connection is. */
const patience = 5_000
const pause = 500

export type SoleSite = { release(): Promise<void> }

/**
 * Takes the database for as long as this connection lasts. A restore does so on the connection that it works on.
 * @returns false while a site runs on it, or another restore.
 */
export const takeDatabase = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
    [lockName],
  )
  return rows[0]?.taken === true
}

/**
 * Keeps a database for one running site. Answers and their keys lie in its data folder: a second site would take jobs
 * whose files it has not. The lock goes with the connection that holds it; when that is lost, it is taken again as soon
 * as the database answers.
 * @throws a sentence for the operator while another site has it.
 */
export const holdDatabase = async (on: {
  address: DatabaseAddress
  log: Log
  /** Called when another site took the database while this one could not reach it. */
  lost(): void
}): Promise<SoleSite> => {
  const { address, log } = on
  let isOver = false
  let client: pg.Client | undefined

  const take = async (): Promise<boolean> => {
    const made = new pg.Client({ ...address.forRole('owner'), keepAlive: true })
    // Without a listener a lost server would end the process.
    made.on('error', () => {})
    try {
      await made.connect()
      // The database is to notice within a minute that this machine is gone, not after hours.
      await made.query(
        'set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3',
      )
      if (!(await takeDatabase(made)) || isOver) {
        await made.end()
        return false
      }
    } catch (error) {
      await made.end().catch(() => {})
      throw error
    }
    made.once('end', () => void again())
    client = made
    return true
  }
  const takePatiently = async (): Promise<boolean> => {
    for (let waited = 0; ; waited += pause) {
      if (await take()) return true
      if (isOver || waited >= patience) return false
      await sleep(pause)
    }
  }
  const again = async (): Promise<void> => {
    while (!isOver) {
      try {
        if (await takePatiently()) return
        if (isOver) return
        log.error({}, 'another Kith took the database while it was away; this one stops')
        return on.lost()
      } catch {
        await sleep(pause)
      }
    }
  }
  if (!(await takePatiently()))
    throw new Error(
      'Another Kith already runs on this database, or a backup is being put into it. Stop that one first, or wait: one database belongs to one Kith and its DATA_DIR, where answers and keys of check-ins lie.',
    )
  return {
    release: async () => {
      isOver = true
      await client?.end()
    },
  }
}
