import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checkins, openCheckins } from '#capabilities/checkins/index.server.ts'
import type { Clock } from '#platform/clock.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { type Database, openDatabase } from '#platform/database/database.server.ts'
import type { Jobs, QueueName } from '#platform/jobs/jobs.server.ts'
import { type Log, silentLog } from '#platform/log/log.server.ts'
import type { Letter } from '#platform/mail/mail.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { openSteadyClock } from '#platform/steady-clock.server.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

export type OpenSite = {
  checkins: Checkins
  database: Database
  dataDir: string
  clock: Clock & {
    set(instant: string | number | Date): void
    /** From now on with a clock beside it that nobody can set; moved by hand too. */
    beside: { elapsed: number | undefined }
  }
  /** What was written to people who need not be members. */
  letters: Letter[]
  /** Does all the work that waits, as the queue would. */
  work(): Promise<void>
  /** Closes and opens again on the same data, as a restart does. */
  restart(): Promise<void>
  end(): Promise<void>
}

export type Rehearsal = OpenSite & {
  fresh: FreshDatabase
}

/** Check-ins on a database and a data folder that are there; only the clock is set by hand, and jobs run when asked to. */
export const openSite = async (options: {
  address: DatabaseAddress
  dataDir: string
  now: string
  log?: Log
  anonymousUrl?: string
  collectorUrl?: string
}): Promise<OpenSite> => {
  const { dataDir, log = silentLog } = options
  openSecrets(dataDir)
  let now = new Date(options.now)
  const beside: OpenSite['clock']['beside'] = { elapsed: undefined }
  const clock = {
    now: () => now,
    beside,
    get elapsed() {
      const at = beside.elapsed
      return at === undefined ? undefined : () => beside.elapsed ?? at
    },
    set: (instant: string | number | Date) => {
      now = new Date(instant)
    },
  }
  const database = openDatabase({ address: options.address, log })
  const settings = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    isAddressSecure: true,
    tls: undefined,
    trustedProxies: [],
    anonymousUrl: options.anonymousUrl,
    collectorUrl: options.collectorUrl,
    dataDir,
    databaseUrl: undefined,
    smtpUrl: undefined,
    mailFrom: 'kith@localhost',
    metricsToken: undefined,
    logLevel: 'debug' as const,
  }
  const open = async () => {
    const jobs = jobsByHand()
    const steady = openSteadyClock({ clock, file: join(dataDir, 'last-seen'), log })
    const mail = { send: async (letter: Letter) => void letters.push(letter) }
    return { checkins: await openCheckins({ database, clock, steady, log, jobs, mail, settings }), jobs }
  }
  const letters: Letter[] = []
  let running = await open()
  return {
    get checkins() {
      return running.checkins
    },
    database,
    dataDir,
    clock,
    letters,
    work: () => running.jobs.runAll(),
    restart: async () => {
      await running.checkins.close()
      running = await open()
    },
    end: async () => {
      await running.checkins.close()
      await database.close()
    },
  }
}

/** A site of its own, with nothing in it, that goes away at its end. */
export const rehearse = async (options: {
  now: string
  parent?: string
  anonymousUrl?: string
  collectorUrl?: string
}): Promise<Rehearsal> => {
  const fresh = await freshDatabase()
  const dataDir = mkdtempSync(join(options.parent ?? tmpdir(), 'kith-rehearsal-'))
  const site = await openSite({ ...options, address: fresh.address, dataDir })
  return {
    get checkins() {
      return site.checkins
    },
    database: site.database,
    dataDir,
    clock: site.clock,
    letters: site.letters,
    work: site.work,
    restart: site.restart,
    fresh,
    end: async () => {
      await site.end()
      await fresh.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const jobsByHand = (): Jobs & { runAll(): Promise<void> } => {
  const handlers = new Map<QueueName, (data: Record<string, string>) => Promise<void>>()
  const waiting = new Map<string, { queue: QueueName; data: Record<string, string> }>()
  return {
    send: async (queue, data) =>
      void waiting.set(`${queue} ${Object.values(data).join(' ')}`, { queue, data }),
    work: async (queue, handler) => void handlers.set(queue, handler),
    stop: async () => {},
    runAll: async () => {
      for (const [name, job] of waiting) {
        waiting.delete(name)
        await handlers.get(job.queue)?.(job.data)
      }
    },
  }
}
