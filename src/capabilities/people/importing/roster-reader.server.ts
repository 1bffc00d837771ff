import { Worker } from 'node:worker_threads'
import type { Result } from '#kernel/result.ts'
import type { RosterFileRefusal } from '../data/read-roster-file.server.ts'
import { type RosterOrder, type RosterRead, readAndPlan } from './read-and-plan.server.ts'

export type RosterReader = {
  /** Reads a list and plans it as `readAndPlan` does. Pages are answered meanwhile, however long it is. */
  read(order: RosterOrder): Promise<Result<RosterRead, RosterFileRefusal>>
}

const program = new URL('./read-and-plan.worker.server.ts', import.meta.url)

/** About three thousand rows, which are read before a thread of its own has begun. */
const shortList = 256 * 1024

/** Long lists are read in a thread of their own, one after another: each takes some hundred megabytes for a while. */
export const openRosterReader = (): RosterReader => {
  let before: Promise<unknown> = Promise.resolve()
  return {
    read: async (order) => {
      if (order.bytes.length < shortList && (order.on?.members.length ?? 0) < 3000) return readAndPlan(order)
      const read = before.then(() => readElsewhere(order))
      before = read.catch(() => {})
      return read
    },
  }
}

const readElsewhere = (order: RosterOrder) =>
  new Promise<Result<RosterRead, RosterFileRefusal>>((resolve, reject) => {
    const worker = new Worker(program, { workerData: order })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('Reading a staff list was interrupted.')))
  })
