import { existsSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import pg from 'pg'
import type { DatabaseAddress } from '../database/addresses.server.ts'
import { findProcess } from '../lock/running-process.server.ts'
import { createRowWriter } from './compressed-rows.server.ts'
import { copyOut } from './copy.server.ts'
import type { End, Head, TableHead } from './described.ts'
import { verifyBackup } from './open-backup.server.ts'
import { createRecordWriter, type RecordKind } from './records.server.ts'
import type { SecretCheck } from './secret-checks.server.ts'
import { type KeptTable, keptTables, quoted } from './tables.server.ts'

/**
 * Writes a backup of the database to `file`: every kept table as it was at one moment, while others go on writing. It is
 * written beside, read back, and renamed, so that `file` is whole or not there.
 * @throws a sentence for the operator.
 */
export const writeBackup = async (given: {
  address: DatabaseAddress
  file: string
  mayReplace: boolean
  secrets: readonly SecretCheck[]
  now: Date
}): Promise<{ rows: number; bytes: number }> => {
  const { file } = given
  if (existsSync(file) && !given.mayReplace)
    throw new Error(`${file} is there already. Choose another name, or add --overwrite to replace it.`)
  await removeLeftovers(file)
  const beside = `${file}.part-${process.pid}`
  const handle = await open(beside, 'wx', 0o600)
  try {
    const rows = await writeSnapshot(handle, given)
    await handle.sync()
    const { size } = await handle.stat()
    await handle.close()
    await verifyBackup(beside)
    await rename(beside, file)
    await syncFolder(dirname(file))
    return { rows, bytes: size }
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(beside, { force: true })
    throw error
  }
}

/** What a killed backup left beside its file. */
const removeLeftovers = async (file: string): Promise<void> => {
  const start = `${basename(file)}.part-`
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(start) ? Number(name.slice(start.length)) : Number.NaN
    if (Number.isInteger(pid) && (pid === process.pid || !findProcess(pid)))
      await rm(join(dirname(file), name))
  }
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const writeSnapshot = async (
  handle: FileHandle,
  given: { address: DatabaseAddress; secrets: readonly SecretCheck[]; now: Date },
): Promise<number> => {
  const client = new pg.Client(given.address.forRole('owner'))
  // A lost server is told by the query that is under way.
  client.on('error', () => {})
  await client.connect()
  try {
    const migrations = await beginSnapshot(client)
    const tables = await keptTables(client)
    const write = await createRecordWriter(handle)
    const say = (kind: RecordKind, what: Head | TableHead | End) =>
      write({ kind, content: Buffer.from(JSON.stringify(what)) })
    await say('head', { madeAt: given.now.toISOString(), migrations, secrets: [...given.secrets] })
    const rows: Record<string, number> = {}
    const copy = async (table: KeptTable, organisation: string | null) => {
      const rowWriter = createRowWriter(write)
      await say('table', { table: table.name, organisation, columns: [...table.columns] })
      const statement = statementFor({ table, organisation })
      const copied = await copyOut(client, { statement, take: rowWriter.take })
      await rowWriter.finish()
      rows[table.name] = (rows[table.name] ?? 0) + copied
    }
    for (const table of tables.filter(({ isOrganisations }) => !isOrganisations)) await copy(table, null)
    const { rows: organisations } = await client.query<{ id: string }>(
      'select id from site.organisation order by id',
    )
    for (const { id } of organisations) {
      // Where the owner is no superuser, the policies hold for it too.
      await client.query(`set local app.organisation = '${id}'`)
      for (const table of tables.filter(({ isOrganisations }) => isOrganisations)) await copy(table, id)
    }
    await say('end', { rows })
    return Object.values(rows).reduce((sum, count) => sum + count, 0)
  } finally {
    await client.end()
  }
}

const statementFor = (given: { table: KeptTable; organisation: string | null }): string => {
  const { table, organisation } = given
  const columns = table.columns.map(quoted).join(', ')
  const whose = organisation === null ? '' : ` where organisation = '${organisation}'`
  return `copy (select ${columns} from ${quoted(table.name)}${whose}) to stdout`
}

/**
 * One moment for everything. The tables are held against migrations before the first look, because a snapshot keeps rows
 * still and not the shape of tables.
 */
const beginSnapshot = async (client: pg.Client): Promise<string[]> => {
  const { rows: found } = await client.query("select to_regclass('migration.kysely_migration') as there")
  const held = (await keptTables(client)).map(({ name }) => quoted(name))
  if (!found[0]?.there || held.length === 0)
    throw new Error('There is nothing to back up: Kith has never been started on this database.')
  await client.query('begin transaction isolation level repeatable read read only')
  await client.query("set local lock_timeout = '60s'")
  for (const [name, value] of textSettings) await client.query(`set local ${name} = ${value}`)
  await client.query(`lock table migration.kysely_migration, ${held.join(', ')} in access share mode`)
  const { rows } = await client.query<{ name: string }>(
    'select name from migration.kysely_migration order by name',
  )
  return rows.map(({ name }) => name)
}

/** How values are written as text, whatever the server or the database is set to. */
const textSettings = [
  ['datestyle', "'ISO, YMD'"],
  ['intervalstyle', "'postgres'"],
  ['timezone', "'UTC'"],
  ['extra_float_digits', '1'],
  ['bytea_output', "'hex'"],
  ['client_encoding', "'UTF8'"],
] as const
