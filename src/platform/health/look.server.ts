import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLastBackup } from '../backup/last-backup.server.ts'
import type { Clock } from '../clock.ts'
import type { Settings } from '../configuration/settings.server.ts'
import type { Database } from '../database/database.server.ts'
import { migrationNames } from '../database/migrate.server.ts'
import type { RunningJobs } from '../jobs/jobs.server.ts'
import type { WatchedMail } from '../mail/watch-mail.server.ts'
import type { SteadyClock } from '../steady-clock.server.ts'
import type { SiteHealth } from './site-health.ts'
import { bytesIn, isUsable, roomOf } from './sizes.server.ts'

export type Health = { look(): Promise<SiteHealth> }

/** What can be told about a site at this moment; whatever cannot be had, the database above all, is left out and said. */
export const openHealth = (on: {
  settings: Pick<Settings, 'dataDir' | 'isAddressSecure' | 'collectorUrl'>
  clock: Clock
  steady: Pick<SteadyClock, 'doubt'>
  database: Pick<Database, 'isUp' | 'sitePool'>
  jobs: Pick<RunningJobs, 'states'>
  mail: WatchedMail
  /** How many letters of all organisations together wait, and how many gave up. */
  countLetters(): Promise<{ waiting: number; gaveUp: number }>
  /** How many organisations have a support page that nobody checked for long. */
  countOldSupport(): Promise<number>
  certificateUntil(): Date | undefined
}): Health => {
  const { settings, database, mail } = on
  const { dataDir } = settings
  const versions = {
    kith: ownVersion(),
    node: process.versions.node,
    // The site starts only after all of them ran.
    migration: migrationNames().at(-1) ?? '',
  }
  const ofDatabase = async () => {
    if (!(await database.isUp())) return undefined
    const asked = database.sitePool.query<{ bytes: number; version: string }>(
      `select pg_database_size(current_database()) as bytes, current_setting('server_version') as version`,
    )
    const [{ rows }, queues, letters, old] = await Promise.all([
      asked,
      on.jobs.states(),
      on.countLetters(),
      on.countOldSupport(),
    ])
    return { ...rows[0], queues, letters, support: { old } }
  }
  return {
    look: async () => {
      const [said, isCollectorWell] = await Promise.all([
        ofDatabase().catch(() => undefined),
        isWell(settings.collectorUrl),
      ])
      return {
        at: on.clock.now(),
        isUp: said !== undefined,
        isAddressSecure: settings.isAddressSecure,
        clock: on.steady.doubt(),
        isFolderThere: isUsable(dataDir),
        isCollectorWell,
        disk: roomOf(dataDir),
        queues: said?.queues ?? [],
        mail: { isConnected: mail.isConnected, letters: said?.letters, trouble: mail.trouble() },
        support: said?.support,
        storage: {
          database: said?.bytes,
          waves: bytesIn(join(dataDir, 'waves')),
          letters: bytesIn(join(dataDir, 'mail')),
          lastBackup: readLastBackup(dataDir),
        },
        versions: { ...versions, postgres: said?.version },
        certificateUntil: on.certificateUntil(),
      }
    },
  }
}

const patience = 3_000

/** Asks a collector that is a process of its own how it is. */
const isWell = async (collectorUrl: string | undefined): Promise<boolean | undefined> => {
  if (collectorUrl === undefined) return undefined
  const asked = fetch(new URL('/healthz', collectorUrl), { signal: AbortSignal.timeout(patience) })
  return asked.then(
    ({ ok }) => ok,
    () => false,
  )
}

const ownVersion = (): string => {
  const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
  return String((JSON.parse(text) as { version?: unknown }).version)
}
