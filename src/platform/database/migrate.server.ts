import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import type { DatabaseAddress } from './addresses.server.ts'
import { makeRoles } from './own-roles.server.ts'
import { despiteRaces } from './shared-roles.server.ts'

const folder = join(import.meta.dirname, '../../../migrations')

/**
 * Brings a database to the newest schema: creates it and the roles where they are missing, then runs each file of
 * `migrations/` once, in the order of its name. Runs as owner. Safe to repeat, and safe when two processes start at once.
 * @returns the names of the migrations that ran now.
 * @throws when a migration fails (nothing of it remains) or the database was made by a newer Kith.
 */
export const migrate = async (options: {
  address: DatabaseAddress
  database?: string
}): Promise<string[]> => {
  await despiteRaces(() => makeRoom(options))
  return despiteRaces(() => toNewest(options))
}

const toNewest = async (options: { address: DatabaseAddress; database?: string }): Promise<string[]> => {
  const pool = ownersPool(options, 2)
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { error, results } = await createMigrator(db).migrateToLatest()
    if (error) throw sayNewer(error)
    return (results ?? [])
      .filter((result) => result.status === 'Success')
      .map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

/** Kysely says by its words only that a migration ran which is not among ours. */
const sayNewer = (error: unknown): unknown =>
  error instanceof Error && /previously executed migration \S+ is missing/.test(error.message)
    ? new Error(
        'This data was made by a newer Kith, and nothing was changed. Start that version again, or a later one.',
        { cause: error },
      )
    : error

const makeRoom = async (options: { address: DatabaseAddress; database?: string }): Promise<void> => {
  await makeDatabase(options)
  const pool = ownersPool(options, 1)
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  try {
    const isEmpty = !(await isMigrated(db))
    await makeRoles({ db, isEmpty, mayLogIn: options.address.kind === 'embedded' })
  } finally {
    await db.destroy()
  }
}

/** What is asked says by itself that a connection was lost; unheard, the same would end the process. */
const ownersPool = (of: { address: DatabaseAddress; database?: string }, max: number): pg.Pool => {
  const pool = new pg.Pool({ ...of.address.forRole('owner', of.database), max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const isMigrated = async (db: Kysely<Record<never, never>>): Promise<boolean> => {
  const { rows } = await sql`select from pg_namespace where nspname = 'site'`.execute(db)
  return rows.length > 0
}

/** The names of all migrations that this Kith knows, in their order. */
export const migrationNames = (): string[] => Object.keys(readMigrations())

/** Runs migrations on a database, or inside a transaction that somebody else began and will end. */
export const createMigrator = (db: Kysely<Record<never, never>>): Migrator =>
  new Migrator({
    db,
    provider: { getMigrations: async () => readMigrations() },
    migrationTableSchema: 'migration',
  })

const readMigrations = (): Record<string, Migration> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => {
        const text = readFileSync(join(folder, name), 'utf8')
        return [
          name.replace(/\.sql$/, ''),
          { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
        ]
      }),
  )

/** What PostgreSQL says where somebody else has just made it, before or at the same moment. */
const alreadyThere: readonly unknown[] = ['42P04', '23505']

/** Creates the database where it is Kith's own. Safe to repeat, and for two who start at once. */
export const makeDatabase = async (options: {
  address: DatabaseAddress
  database?: string
}): Promise<void> => {
  if (options.address.kind !== 'embedded') return
  const client = new pg.Client(options.address.forRole('owner', 'postgres'))
  await client.connect()
  try {
    const name = options.database ?? 'kith'
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && alreadyThere.includes(error.code))) throw error
  } finally {
    await client.end()
  }
}
