import { PoolFailure, saysNoSpace } from './failure.server.ts'
import { decodeSlot } from './file/format.server.ts'
import type { SlotFile } from './file/slot-file.server.ts'

const LARGEST_GROUP = 512

/** One slot on its way to the disk; `written` settles once the outcome is certain. */
export type Writing = { place: number; ticketHash: Buffer; image: Buffer; written: Promise<void> }

/** Collects writes while the disk is busy and makes each group durable with one fdatasync. */
export type GroupCommit = {
  /** `written` resolves when durable; rejects with PoolFailure `no-space`, `io` or `needs-reopening`. */
  write: (slot: { place: number; ticketHash: Buffer; image: Buffer }) => Writing
  /** Resolves when nothing is on its way any more. */
  idle: () => Promise<void>
  /** From now on every write is refused with `needs-reopening`. */
  stop: () => void
  readonly hasStopped: boolean
  /** The disk refused a write, so that only reading everything again tells what it holds. */
  readonly hasFailed: boolean
}

type Queued = Writing & { keep: () => void; drop: (failure: PoolFailure) => void }

/**
 * `onDurable` runs before the writer hears of it; `onUnwritten` when the place is certainly still free.
 *
 * After a failed fdatasync the kernel may call pages clean that never reached the disk, so trying again proves
 * nothing: everything on its way is given up and all later writes are refused.
 */
export const groupCommit = (around: {
  slots: Pick<SlotFile, 'shape' | 'read' | 'write' | 'sync'>
  onDurable: (writing: Writing) => void
  onUnwritten: (writing: Writing) => void
}): GroupCommit => {
  const { slots } = around
  let queue: Queued[] = []
  let running: Promise<void> | undefined
  let stopped = false
  let failed = false

  const drain = async (): Promise<void> => {
    // Adds made in the same turn of the event loop join the first group.
    await undefined
    while (queue.length > 0) await commit(queue.splice(0, LARGEST_GROUP))
    running = undefined
  }

  const commit = async (group: Queued[]): Promise<void> => {
    // By place, so that not even the order of system calls tells who came first within a group.
    group.sort((a, b) => a.place - b.place)
    try {
      const kept = await writeAll(group)
      if (kept.length > 0) await slots.sync()
      for (const writing of kept) {
        around.onDurable(writing)
        writing.keep()
      }
    } catch (cause) {
      giveUp({ group, cause })
    }
  }

  /** The writings that the system took. Throws when one failed in a way that leaves its slot in doubt. */
  const writeAll = async (group: Queued[]): Promise<Queued[]> => {
    const outcomes = await Promise.allSettled(group.map((writing) => slots.write(writing)))
    const kept: Queued[] = []
    for (const [index, writing] of group.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled') kept.push(writing)
      else if (saysNoSpace(outcome?.reason) && !(await standsInFile(writing))) {
        around.onUnwritten(writing)
        writing.drop(new PoolFailure('no-space', { detail: 'Nothing was kept.', cause: outcome?.reason }))
      } else throw outcome?.reason
    }
    return kept
  }

  const standsInFile = async ({ place }: Writing): Promise<boolean> =>
    decodeSlot({ shape: slots.shape, place, image: await slots.read(place) }) !== undefined

  const giveUp = ({ group, cause }: { group: Queued[]; cause: unknown }): void => {
    stopped = true
    failed = true
    for (const writing of group)
      writing.drop(new PoolFailure('io', { detail: 'Open the pool again to know what was kept.', cause }))
    for (const writing of queue) writing.drop(refusal())
    queue = []
  }

  const refusal = () => new PoolFailure('needs-reopening', { detail: 'It takes no more writes.' })

  return {
    get hasStopped() {
      return stopped
    },
    get hasFailed() {
      return failed
    },
    write(slot) {
      if (stopped) throw refusal()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const writing = { ...slot, written: promise, keep: resolve, drop: reject }
      queue.push(writing)
      running ??= drain()
      return writing
    },
    async idle() {
      while (running) await running
    },
    stop() {
      stopped = true
    },
  }
}
