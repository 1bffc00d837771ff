import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { OrganisationId } from '#kernel/ids.ts'
import type { Log } from '../log/log.server.ts'
import type { DatabaseAddress } from './addresses.server.ts'

/** A transaction inside one organisation: row-level security shows it nothing else. Slices add their own tables by `withTables`. */
export type Tx = Transaction<Record<never, never>> & { readonly __organisation?: never }
/** A transaction on the site's own tables. Only `people` and `platform` use it. */
export type SiteTx = Transaction<Record<never, never>> & { readonly __site?: never }

export type Database = {
  inOrganisation<T>(organisation: OrganisationId, work: (tx: Tx) => Promise<T>): Promise<T>
  inSite<T>(work: (tx: SiteTx) => Promise<T>): Promise<T>
  /** For one question, which is whole without a transaction and waits for the database once instead of three times. */
  askSite<T>(question: (tx: SiteTx) => Promise<T>): Promise<T>
  /** For the sign-in library, which brings its own queries. */
  sitePool: pg.Pool
  isUp(): Promise<boolean>
  close(): Promise<void>
}

const patience = 5_000

// Instants stay Date, but a day (`date`, type 1082) is a calendar day and stays text: a Date would move it across midnight.
pg.types.setTypeParser(1082, (day) => day)
// bigint (type 20): our counters stay far below 2^53.
pg.types.setTypeParser(20, Number)

export const openDatabase = (options: { address: DatabaseAddress; log: Log }): Database => {
  const pool = (role: 'app' | 'site', max: number) => {
    const made = new pg.Pool({ ...options.address.forRole(role), max, connectionTimeoutMillis: 10_000 })
    // Without a listener a lost server would end the process.
    made.on('error', (err) => options.log.warn({ err, role }, 'database connection lost'))
    // The pool listens to connections that rest. One that is lost between two questions of one piece of work says so too.
    made.on('connect', (client) => client.on('error', () => {}))
    return made
  }
  const app = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool: pool('app', 12) }) })
  const sitePool = pool('site', 6)
  const site = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool: sitePool }) })
  return {
    inOrganisation: (organisation, work) => {
      // A statement, not set_config(): it is what a sharded PostgreSQL hands on to its workers. In one message with
      // the beginning, because every page pays for each time it waits.
      const begin = sql.raw(`begin; set local app.organisation = '${asUuid(organisation)}'`)
      return app.connection().execute(async (connection) => {
        await begin.execute(connection)
        try {
          const answer = await work(connection as unknown as Tx)
          await sql`commit`.execute(connection)
          return answer
        } catch (error) {
          // A connection that is lost cannot roll back, and need not.
          await sql`rollback`.execute(connection).catch(() => {})
          throw error
        }
      })
    },
    inSite: (work) => site.transaction().execute(work),
    askSite: (question) => question(site as unknown as SiteTx),
    sitePool,
    isUp: () => {
      const asked = sitePool.query('select 1').then(
        () => true,
        () => false,
      )
      // A network that swallows everything answers nothing at all.
      return Promise.race([asked, sleep(patience, false, { ref: false })])
    },
    close: async () => {
      await app.destroy()
      await site.destroy()
    },
  }
}

const asUuid = (text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new Error('An organisation id is not a UUID.')
  return text
}
