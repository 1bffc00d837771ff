import { type ControlledTransaction, Kysely, PostgresDialect } from 'kysely'
import type { Migrator } from 'kysely/migration'
import pg from 'pg'
import type { DatabaseAddress } from '../database/addresses.server.ts'
import type { Database } from '../database/database.server.ts'
import { createMigrator, makeDatabase, migrationNames } from '../database/migrate.server.ts'
import { makeRoles } from '../database/own-roles.server.ts'
import { roles } from '../database/roles.ts'
import { despiteRaces } from '../database/shared-roles.server.ts'
import { takeDatabase } from '../database/sole-site.server.ts'
import { assertNobodyElse, assertReplaceable } from './before-restore.server.ts'
import { copyIn } from './copy.server.ts'
import type { Head } from './described.ts'
import { loadRows, verifyBackup } from './open-backup.server.ts'
import { openTables } from './open-tables.server.ts'
import { keptTables, ownSchemas, quoted } from './tables.server.ts'

/** The number by which Kysely keeps migrations of two processes apart. */
const lockOfMigrations = '3853314791062309107'

type AnyDatabase = Record<never, never>
/** What can be asked of a database inside the one transaction of a restore. */
export type Bound = Pick<Database, 'inOrganisation' | 'inSite'>

/**
 * Makes the database what it was when the backup was made, and brings it up to date. All of it is one transaction, work
 * of `finish` included: whatever ends it early leaves the database as it was.
 * @throws a sentence for the operator when the file or the database does not allow it; then nothing has changed.
 */
export const restoreBackup = async <T>(given: {
  address: DatabaseAddress
  file: string
  mayReplace: boolean
  /** Told what the file says before anything is touched; may refuse by throwing a sentence. */
  check?: (head: Head) => void
  /** A last look at a site that is about to be replaced; what cannot be read any more is not waited for. */
  replacing?: (bound: Bound) => Promise<void>
  /** What is to be settled once the rows are back, for instance by the capabilities whose they are. */
  finish: (bound: Bound, head: Head) => Promise<T>
}): Promise<{ rows: number; head: Head; finished: T }> => {
  const { address, file } = given
  const head = await verifyBackup(file)
  assertKnown(head.migrations)
  given.check?.(head)
  await makeDatabase({ address })
  const client = new pg.Client(address.forRole('owner'))
  client.on('error', () => {})
  await client.connect()
  try {
    // Nothing is changed under a site that runs, wherever it runs; one that starts meanwhile is refused.
    if (!(await takeDatabase(client)))
      throw new Error(
        'A Kith runs on this database, or another backup is being put into it. Stop that one first, then restore.',
      )
    // Migrations of a program that knows nothing of that lock wait here; the connection's end lets go of both.
    await client.query('select pg_advisory_lock($1)', [lockOfMigrations])
    const { tx, firstError } = await beginOn(client)
    const stepByStep = byStepsOn({ client, firstError })
    const migrator = createMigrator(tx)
    await assertNobodyElse(client)
    const isReplaced = await assertReplaceable(client, { mayReplace: given.mayReplace })
    await stepByStep(() => makeRoles({ db: tx, isEmpty: true, mayLogIn: address.kind === 'embedded' }))
    const bound = boundTo({ tx, client })
    if (isReplaced && given.replacing) await tryOut(client, () => given.replacing?.(bound))
    for (const schema of ownSchemas) await client.query(`drop schema if exists ${quoted(schema)} cascade`)
    await stepByStep(() => migrate(migrator, head.migrations.at(-1)))
    const rows = await fill(client, file)
    await stepByStep(() => migrate(migrator))
    const finished = await given.finish(bound, head)
    await tx.commit().execute()
    // The planner knows nothing of new tables, and a site would be slow until somebody looked.
    await client.query('analyze')
    return { rows, head, finished }
  } finally {
    await client.end()
  }
}

/** The file may come from an older Kith, never from one that went on where this one has not been. */
const assertKnown = (migrations: readonly string[]): void => {
  const known = migrationNames()
  if (migrations.some((name) => !known.includes(name)))
    throw new Error('This backup was made by a newer Kith. Bring Kith up to date first, then restore it.')
  if (migrations.some((name, at) => known[at] !== name))
    throw new Error(
      'This backup was made by a Kith whose history is not that of this one. It cannot be restored here.',
    )
}

/**
 * A transaction of Kysely on a connection that also speaks COPY. `firstError` is what went wrong first since it was last
 * asked: the migrator goes on after a failure, to give its lock back, and would tell of that instead.
 */
const beginOn = async (client: pg.Client) => {
  let first: unknown
  const query = async (text: string, values: unknown[]) => {
    try {
      return await client.query(text, values)
    } catch (error) {
      first ??= error
      throw error
    }
  }
  const pool = {
    connect: async () => ({ query, release: () => {} }),
    end: async () => {},
  } as unknown as pg.Pool
  const tx = await new Kysely<AnyDatabase>({ dialect: new PostgresDialect({ pool }) })
    .startTransaction()
    .execute()
  const firstError = (): unknown => {
    const error = first
    first = undefined
    return error
  }
  return { tx, firstError }
}

const tryOut = async (client: pg.Client, look: () => Promise<void> | undefined): Promise<void> => {
  await client.query('savepoint look')
  await look()?.catch(() => {})
  await client.query('rollback to savepoint look')
}

/** What concerns roles, which another database of the server may settle at the same time. */
const byStepsOn =
  (on: { client: pg.Client; firstError: () => unknown }) =>
  (step: () => Promise<void>): Promise<void> =>
    despiteRaces(async () => {
      await on.client.query('savepoint step')
      on.firstError()
      try {
        await step()
      } catch (error) {
        await on.client.query('rollback to savepoint step')
        throw on.firstError() ?? error
      }
    })

const migrate = async (migrator: Migrator, to?: string): Promise<void> => {
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to))
  if (error) throw error
}

const fill = async (client: pg.Client, file: string): Promise<number> => {
  const tables = await keptTables(client)
  const close = await openTables(client, tables)
  const rows = await loadRows(file, async (head, source) => {
    const table = tables.find(({ name }) => name === head.table)
    // What an older Kith still wrote and this one leaves out is not brought back.
    if (!table) return undefined
    const name = quoted(table.name)
    const copied = await copyIn(client, {
      statement: `copy ${name} (${head.columns.map(quoted).join(', ')}) from stdin`,
      source,
    })
    for (const column of head.columns.filter((one) => !table.columns.includes(one)))
      await client.query(`update ${name} set ${quoted(column)} = default`)
    return copied
  })
  await close()
  return rows
}

/**
 * The running site's way to its tables, inside the transaction: as its own roles, so that row-level security holds for
 * what settles a restore as it does for the site.
 */
const boundTo = (on: { tx: ControlledTransaction<AnyDatabase>; client: pg.Client }): Bound => {
  const as = async <T>(role: string, work: () => Promise<T>): Promise<T> => {
    await on.client.query(`set local role ${role}`)
    const done = await work()
    await on.client.query('reset role')
    return done
  }
  return {
    inOrganisation: (organisation, work) =>
      as(roles.app, async () => {
        await on.client.query(`select set_config('app.organisation', $1, true)`, [organisation])
        return work(on.tx)
      }),
    inSite: (work) => as(roles.site, () => work(on.tx)),
  }
}
