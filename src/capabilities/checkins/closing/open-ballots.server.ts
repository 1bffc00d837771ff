import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { keptSizeOf } from '#platform/pool/index.server.ts'
import { BALLOT_SIZE } from '../domain/ballot.ts'
import type { Questions } from '../domain/wave.ts'
import type { WaveKeyLine } from '../keys/key-file.server.ts'
import { addTallies, emptyTally, type Tally } from './tally.ts'

/** Bytes of one ballot as a pool keeps it. */
export const keptSize = keptSizeOf({ payloadSize: BALLOT_SIZE })

export type OpeningOrder = {
  waveKey: WaveKeyLine
  /** Of the pool. */
  mark: Uint8Array
  /** Reporting groups, and categories of further tables: of these `group` is the category, and a table and a block are given. */
  groups: readonly {
    group: string
    keyId: Uint8Array
    spki: Uint8Array
    table?: string
    block?: string
  }[]
  questions: Questions
}

const program = new URL('./open-ballots.worker.server.ts', import.meta.url)

/** Opens every ballot that a pool kept, in worker threads, and returns counts. Answers never leave a worker. */
export const openBallots = async (
  order: OpeningOrder,
  batches: AsyncIterable<readonly Uint8Array[]>,
): Promise<Tally> => {
  const total = emptyTally()
  const workers = Array.from({ length: availableParallelism() }, () => start(order))
  const idle = [...workers]
  const busy = new Set<Promise<void>>()
  try {
    for await (const batch of batches) {
      // Halved or finer, so that both cores have work even at a small wave's end.
      for (let at = 0; at < batch.length; at += 500) {
        if (idle.length === 0) await Promise.race(busy)
        const worker = idle.pop()
        if (!worker) throw new Error('A worker was promised and is not there.')
        const work = worker.open(batch.slice(at, at + 500)).then((tally) => {
          addTallies(total, tally)
          idle.push(worker)
          busy.delete(work)
        })
        // Failures are met where the work is awaited; until then nobody else may stumble over them.
        work.catch(() => {})
        busy.add(work)
      }
    }
    await Promise.all(busy)
    return total
  } finally {
    await Promise.all(workers.map((worker) => worker.end()))
  }
}

const start = (order: OpeningOrder) => {
  const worker = new Worker(program, { workerData: order })
  let failed: ((error: Error) => void) | undefined
  let failure: Error | undefined
  worker.on('error', (error) => {
    failure = error as Error
    failed?.(failure)
  })
  return {
    open: (ballots: readonly Uint8Array[]) =>
      new Promise<Tally>((resolve, reject) => {
        if (failure) return reject(failure)
        failed = reject
        worker.once('message', resolve)
        const joined = new Uint8Array(ballots.length * keptSize)
        ballots.forEach((ballot, at) => {
          joined.set(ballot, at * keptSize)
        })
        worker.postMessage(joined, [joined.buffer])
      }),
    end: () => worker.terminate(),
  }
}
