import { randomInt } from 'node:crypto'
import { envelopesFor } from './envelopes.server.ts'
import { asPoolFailure, ownPool } from './failure.server.ts'
import { decodeSlot } from './file/format.server.ts'
import { placeOf } from './file/place.server.ts'
import type { SlotFile } from './file/slot-file.server.ts'
import { openSlotFile } from './file/slot-file.server.ts'
import type { FreePlaces } from './free-places.server.ts'
import { freePlaces } from './free-places.server.ts'
import type { Pool } from './pool.server.ts'
import { poolOver } from './pool.server.ts'
import type { SpentTickets } from './spent-tickets.server.ts'
import { spentTickets } from './spent-tickets.server.ts'

/**
 * Opens a pool as its only owner and reads it once to learn which tickets are spent. Slots that are torn or
 * damaged count as empty. `randomIndex(n)` chooses from 0 to n − 1 and must be uniform; it is for tests.
 *
 * Throws PoolFailure `missing`, `not-a-pool`, `in-use`, `no-space` or `io`. A disk that can be read but not
 * written gives a pool that can be sealed and read, and whose adds are refused with `needs-reopening`.
 */
export const openPool = async (options: {
  file: string
  randomIndex?: (below: number) => number
}): Promise<Pool> => {
  const place = placeOf(options.file)
  const lock = ownPool(place.lock)
  try {
    const slots = await openSlotFile(place.file)
    return await readPool({
      slots,
      randomIndex: options.randomIndex ?? ((below) => randomInt(below)),
      release: lock.release,
    })
  } catch (error) {
    lock.release()
    throw asPoolFailure(error)
  }
}

/** The second half of `openPool`, for tests whose disk fails at will. Closes `slots` when it throws. */
export const readPool = async (parts: {
  slots: SlotFile
  randomIndex: (below: number) => number
  release: () => void
}): Promise<Pool> => {
  const { slots } = parts
  const free = freePlaces(slots.shape.capacity)
  const spent = spentTickets(slots.shape.capacity)
  try {
    const isWritable = await readSlots({ slots, free, spent })
    const { sealedTo } = slots.shape
    const envelopes = sealedTo && (await envelopesFor({ sealedTo, most: free.count }))
    return poolOver({ ...parts, free, spent, isWritable, envelopes })
  } catch (error) {
    await slots.close()
    throw error
  }
}

/**
 * Sorts every slot into free or spent, and writes what is spent back as it was: after a crash or a failed
 * fdatasync the kernel's memory may show payloads that never reached the disk, and an answer that rests on
 * them must be true. Returns whether the disk took that.
 */
const readSlots = async (into: {
  slots: SlotFile
  free: FreePlaces
  spent: SpentTickets
}): Promise<boolean> => {
  const { slots, free, spent } = into
  let isWritable = true
  for await (const run of slots.runs()) {
    const before = spent.count
    for (const [index, image] of run.images.entries()) {
      const place = run.first + index
      const entry = decodeSlot({ shape: slots.shape, place, image })
      if (entry && spent.find(entry.ticketHash) === undefined)
        spent.add({ ticketHash: entry.ticketHash, place })
      else free.giveBack(place)
    }
    if (isWritable && spent.count > before) isWritable = await succeeds(slots.rewrite(run))
  }
  return isWritable && (await succeeds(slots.sync()))
}

const succeeds = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )
