import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { findProcess } from '../lock/running-process.server.ts'
import { placeEngine } from './engine-files.server.ts'
import { chooseEngineUser, type EngineUser, ownName } from './engine-user.server.ts'
import { roles } from './roles.ts'

const run = promisify(execFile)
const port = 5432

export type Engine = {
  socketFolder: string
  port: number
  /** Resolves when the database ends without having been asked to. */
  ended: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the packaged PostgreSQL on a socket in `dataDir`, with peer authentication: only this system user may enter.
 * A server that outlived its killed parent is stopped first; locks that no living server holds are removed.
 * @throws when the folder cannot be used or the server does not come up; the message is one sentence for the operator.
 */
export const startEngine = async (options: {
  dataDir: string
  packageName?: string
  /** Only for throw-away test servers. */
  unsafeWithoutFsync?: boolean
  asUid?: number
  /** Nothing is made: a folder that is not there now was lost, and an empty database would hide that. */
  isStartedAgain?: boolean
}): Promise<Engine> => {
  if (options.isStartedAgain && !existsSync(join(options.dataDir, 'postgres')))
    throw new Error(`The database in ${options.dataDir} is not there any more. Is its disk there?`)
  mkdirSync(options.dataDir, { recursive: true })
  const user = chooseEngineUser({ dataDir: options.dataDir, asUid: options.asUid })
  const engineFolder = join(options.dataDir, 'engine')
  const files = placeEngine({
    folder: engineFolder,
    ...(options.packageName ? { packageName: options.packageName } : {}),
  })
  const cluster = join(options.dataDir, 'postgres')
  const socketFolder = makeSocketFolder({ dataDir: options.dataDir, user })
  await assertReachable({ path: join(files.bin, 'postgres'), user, dataDir: options.dataDir })
  await makeCluster({ cluster, bin: files.bin, user })
  assertFits({ cluster, version: files.version })
  await endOrphan({ cluster, socketFolder })
  writeAuthentication(cluster, user)
  const child = launch({ cluster, socketFolder, bin: files.bin, user, fsync: !options.unsafeWithoutFsync })
  await waitUntilReady({ child, socketFolder, logFile: join(cluster, 'server.log') })
  let stopping = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (!stopping) resolve()
    })
  })
  return {
    socketFolder,
    port,
    ended,
    stop: async () => {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await gone
    },
  }
}

/** Where the database of a data folder is reached, whichever process runs it. */
export const engineIn = (dataDir: string): Pick<Engine, 'socketFolder' | 'port'> => {
  // A socket's whole path may have about 107 bytes; a longer one moves to a private temporary folder.
  const near = join(dataDir, 'run')
  const tag = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const isShort = Buffer.byteLength(near) + '/.s.PGSQL.5432'.length <= 100
  return { socketFolder: isShort ? near : join(tmpdir(), `kith-${tag}`), port }
}

const makeSocketFolder = (options: { dataDir: string; user: EngineUser }): string => {
  const folder = engineIn(options.dataDir).socketFolder
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (options.user.isOther) chownSync(folder, options.user.uid, options.user.gid)
  return folder
}

const as = (user: EngineUser) => (user.isOther ? { uid: user.uid, gid: user.gid } : {})
// Nothing of the site's own environment, secrets included, is handed to the database.
const bareEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

const assertReachable = async (options: { path: string; user: EngineUser; dataDir: string }) => {
  try {
    await run(options.path, ['--version'], { ...as(options.user), env: bareEnvironment, cwd: '/' })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EACCES') throw error
    throw new Error(
      `The database runs as user number ${options.user.uid}, who cannot reach ${options.dataDir}. Choose a DATA_DIR that this user may enter, or start Kith as an ordinary user.`,
    )
  }
}

const makeCluster = async (options: { cluster: string; bin: string; user: EngineUser }) => {
  if (existsSync(options.cluster)) return
  const beside = `${options.cluster}.new`
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(beside, { mode: 0o700 })
  if (options.user.isOther) chownSync(beside, options.user.uid, options.user.gid)
  await run(
    join(options.bin, 'initdb'),
    ['-D', beside, '-U', roles.owner, '-E', 'UTF8', '--locale=C', '--auth=peer', '--no-instructions'],
    { ...as(options.user), env: bareEnvironment, cwd: '/' },
  )
  renameSync(beside, options.cluster)
}

/** The files of one major version are not read by another. */
const assertFits = (options: { cluster: string; version: string }) => {
  const made = readFileSync(join(options.cluster, 'PG_VERSION'), 'utf8').trim()
  const ours = options.version.split('.')[0]
  if (made !== ours)
    throw new Error(
      `The database in ${options.cluster} was made by PostgreSQL ${made}, and this Kith brings ${ours}. Nothing was changed. Back it up with the Kith that made it, then restore it with this one into an empty DATA_DIR.`,
    )
}

const endOrphan = async (options: { cluster: string; socketFolder: string }) => {
  const pidFile = join(options.cluster, 'postmaster.pid')
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : Number.NaN
  if (Number.isInteger(pid) && pid > 1 && findProcess(pid) && isPostgres(pid)) {
    process.kill(pid, 'SIGINT')
    for (let waited = 0; findProcess(pid) && waited < 60_000; waited += 20) await sleep(20)
    if (findProcess(pid))
      throw new Error('An older copy of the database does not stop. Restart the machine, then Kith.')
  }
  rmSync(pidFile, { force: true })
  for (const name of [`.s.PGSQL.${port}`, `.s.PGSQL.${port}.lock`])
    rmSync(join(options.socketFolder, name), { force: true })
}

const isPostgres = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return process.platform !== 'linux'
  }
}

const writeAuthentication = (cluster: string, user: EngineUser) => {
  const me = ownName()
  const mine = Object.values(roles).map((role) => `kith "${me}" ${role}\n`)
  for (const [name, text] of [
    ['pg_hba.conf', 'local all all peer map=kith\n'],
    ['pg_ident.conf', mine.join('')],
  ] as const) {
    writeFileSync(join(cluster, name), text, { mode: 0o600 })
    if (user.isOther) chownSync(join(cluster, name), user.uid, user.gid)
  }
}

const launch = (options: {
  cluster: string
  socketFolder: string
  bin: string
  user: EngineUser
  fsync: boolean
}): ChildProcess => {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: options.socketFolder,
    unix_socket_permissions: '0700',
    shared_buffers: '64MB',
    max_connections: '60',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '256MB',
    // Messages of the database could quote rows; terse ones name the rule that was broken and nothing else.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_timezone: 'UTC',
    timezone: 'UTC',
    fsync: options.fsync ? 'on' : 'off',
  }
  if (!options.fsync) Object.assign(settings, { synchronous_commit: 'off', full_page_writes: 'off' })
  const log = openSync(join(options.cluster, 'server.log'), 'w', 0o600)
  return spawn(
    join(options.bin, 'postgres'),
    [
      '-D',
      options.cluster,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    // Its own process group: a Ctrl-C reaches Kith first, which then stops the database in order.
    { ...as(options.user), env: bareEnvironment, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  )
}

const waitUntilReady = async (options: { child: ChildProcess; socketFolder: string; logFile: string }) => {
  for (let waited = 0; waited < 120_000; waited += 10) {
    if (options.child.exitCode !== null || options.child.signalCode !== null) {
      const last = readFileSync(options.logFile, 'utf8').trim().split('\n').slice(-3).join(' ')
      throw new Error(`The database did not start as ${ownName()}: ${last}`)
    }
    const client = new pg.Client({
      host: options.socketFolder,
      port,
      user: roles.owner,
      database: 'postgres',
    })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await sleep(10)
    }
  }
  throw new Error('The database did not become ready within two minutes.')
}
