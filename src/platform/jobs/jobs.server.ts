import { type ConstructorOptions, PgBoss } from 'pg-boss'
import type { DatabaseAddress } from '../database/addresses.server.ts'
import type { Log } from '../log/log.server.ts'
import type { QueueName } from './queue-names.ts'
import { type QueueState, readQueueStates } from './queue-states.server.ts'

export type { QueueName } from './queue-names.ts'

/** A job's payload holds ids only. */
export type JobData = Record<string, string>

export type Jobs = {
  /** Asks for work to be done soon; while the same work already waits, nothing is added. */
  send(queue: QueueName, data: JobData): Promise<void>
  /** Does one job at a time; a throw puts it back to be tried again, later each time. */
  work(queue: QueueName, handler: (data: JobData) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/** Jobs that whoever runs the site can look at. */
export type RunningJobs = Jobs & { states(): Promise<QueueState[]> }

const minute = 60_000

export const startJobs = async (options: { address: DatabaseAddress; log: Log }): Promise<RunningJobs> => {
  const boss = new PgBoss({
    ...(options.address.forRole('queue') as ConstructorOptions),
    schema: 'queue',
    migrate: false,
    createSchema: false,
    schedule: false,
    max: 4,
  })
  let saidAt = Number.NEGATIVE_INFINITY
  boss.on('error', (err) => {
    // It asks every second for each queue: a database that is away for a night is not to fill the log.
    if (performance.now() - saidAt < minute) return
    saidAt = performance.now()
    options.log.warn({ err }, 'job queue trouble')
  })
  await boss.start()
  return {
    send: async (queue, data) => {
      await boss.send(queue, data, { singletonKey: Object.values(data).join(' ') })
    },
    work: async (queue, handler) => {
      await boss.work<JobData>(queue, { pollingIntervalSeconds: 1 }, async (jobs) => {
        for (const job of jobs) {
          try {
            await handler(job.data ?? {})
          } catch (err) {
            options.log.error({ err, queue }, 'a job failed and will be tried again')
            throw new Error('failed', { cause: err })
          }
        }
      })
    },
    states: () => readQueueStates((text) => boss.getDb().executeSql(text)),
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
