import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checkins, openCheckins } from '#capabilities/checkins/index.server.ts'
import type { Clock } from '#platform/clock.ts'
import { type Database, openDatabase } from '#platform/database/database.server.ts'
import type { Jobs, QueueName } from '#platform/jobs/jobs.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { freshDatabase } from '../setup/database.ts'

export type Rehearsal = {
  checkins: Checkins
  database: Database
  dataDir: string
  clock: Clock & { set(instant: string): void }
  /** Does all the work that waits, as the queue would. */
  work(): Promise<void>
  /** Closes and opens again on the same data, as a restart does. */
  restart(): Promise<void>
  end(): Promise<void>
}

/** Check-ins on a real database and real files; only the clock is set by hand, and jobs run when asked to. */
export const rehearse = async (options: { now: string }): Promise<Rehearsal> => {
  const fresh = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-rehearsal-'))
  openSecrets(dataDir)
  let now = new Date(options.now)
  const clock = {
    now: () => now,
    set: (instant: string) => {
      now = new Date(instant)
    },
  }
  const database = openDatabase({ address: fresh.address, log: silentLog })
  const open = () => {
    const jobs = jobsByHand()
    return openCheckins({
      database,
      clock,
      log: silentLog,
      jobs,
      settings: {
        port: 0,
        host: '127.0.0.1',
        publicUrl: 'http://localhost:3000',
        anonymousUrl: undefined,
        dataDir,
        databaseUrl: undefined,
        smtpUrl: undefined,
        mailFrom: 'kith@localhost',
        logLevel: 'error',
      },
    }).then((checkins) => ({ checkins, jobs }))
  }
  let running = await open()
  const rehearsal: Rehearsal = {
    get checkins() {
      return running.checkins
    },
    database,
    dataDir,
    clock,
    work: () => running.jobs.runAll(),
    restart: async () => {
      await running.checkins.close()
      running = await open()
    },
    end: async () => {
      await running.checkins.close()
      await database.close()
      await fresh.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return rehearsal
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
