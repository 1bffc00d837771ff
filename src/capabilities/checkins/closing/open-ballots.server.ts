import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { BALLOT_SIZE, ballotKeyPart } from '../domain/ballot.ts'
import type { Questions } from '../domain/wave.ts'
import type { WaveKeyLine } from '../keys/key-file.server.ts'
import { addTallies, emptyTally, type Tally } from './tally.ts'

export type OpeningOrder = {
  waveKey: WaveKeyLine
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

/** Opens every ballot in worker threads and returns counts. Answers never leave a worker. */
export const openBallots = async (
  order: OpeningOrder,
  batches: AsyncIterable<readonly Uint8Array[]>,
): Promise<Tally> => {
  const total = emptyTally()
  const workers = Array.from({ length: availableParallelism() }, () => start(order))
  const idle = [...workers]
  const busy = new Set<Promise<void>>()
  const isNew = firstOfEachTicket()
  try {
    for await (const all of batches) {
      const batch = all.filter(isNew)
      total.unreadable += all.length - batch.length
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

/**
 * The pool knows a ticket by the hash beside it. Somebody with the disk could copy a ballot to another place under an
 * invented hash: what counts is the ballot's own key. Sixteen bytes of it tell keys apart and keep a million in memory.
 */
const firstOfEachTicket = () => {
  const seen = new Set<string>()
  return (ballot: Uint8Array): boolean => {
    const key = Buffer.from(ballotKeyPart(ballot).subarray(1, 17)).toString('latin1')
    return seen.size < seen.add(key).size
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
        const joined = new Uint8Array(ballots.length * BALLOT_SIZE)
        ballots.forEach((ballot, at) => {
          joined.set(ballot, at * BALLOT_SIZE)
        })
        worker.postMessage(joined, [joined.buffer])
      }),
    end: () => worker.terminate(),
  }
}
