import { asPoolFailure, PoolFailure } from './failure.server.ts'
import { decodeSlot, encodeSlot, hashTicket } from './file/format.server.ts'
import type { SlotFile } from './file/slot-file.server.ts'
import type { FreePlaces } from './free-places.server.ts'
import type { Writing } from './group-commit.server.ts'
import { groupCommit } from './group-commit.server.ts'
import type { SpentTickets } from './spent-tickets.server.ts'

const TICKET_BYTES = 32
const HIDE_TIMES_EVERY_MS = 60_000

/**
 * - `stored`  this call put the payload in, and it is on the disk
 * - `same`    this ticket and payload were in already, on the disk
 * - `spent`   this ticket came with another payload, which stands
 * - `full`    no slot is free; the ticket is not spent
 * - `closed`  the pool is sealed and does not know this ticket; it is not spent
 */
export type AddOutcome = 'stored' | 'same' | 'spent' | 'full' | 'closed'

/** An open pool, owned by this process. */
export type Pool = {
  readonly capacity: number
  /** Bytes that every payload must have. */
  readonly payloadSize: number
  /** Payloads that are on the disk. */
  readonly count: number
  /** True after the disk refused a write: nothing more is taken until this pool is closed and opened again. */
  readonly hasFailed: boolean
  /**
   * Puts a payload in under a ticket of 32 bytes, once. Both are copied before this returns.
   * Rejects with PoolFailure `no-space`, `io` or `needs-reopening`, and with a RangeError for another size.
   */
  add: (entry: { ticket: Uint8Array; payload: Uint8Array }) => Promise<AddOutcome>
  /** Takes no new tickets from now on; resolves when all that were on their way have their outcome. */
  seal: () => Promise<void>
  /** Every payload once, in order of place, in batches of about 4 MB. Only of a sealed pool. */
  readAll: () => AsyncGenerator<Buffer[]>
  /** Waits for what is on its way, closes the file and lets go of the lock. May be called twice. */
  close: () => Promise<void>
}

/** The pool over slots that were read already; `openPool` is the way to one. */
export const poolOver = (parts: {
  slots: SlotFile
  free: FreePlaces
  spent: SpentTickets
  isWritable: boolean
  randomIndex: (below: number) => number
  release: () => void
}): Pool => {
  const { slots, free, spent } = parts
  const { shape } = slots
  const onTheirWay = new Map<string, Writing>()
  const keyOf = ({ ticketHash }: { ticketHash: Buffer }) => ticketHash.toString('latin1')
  let isSealed = false
  let isSettled = false
  let closing: Promise<void> | undefined

  const commits = groupCommit({
    slots,
    onDurable(writing) {
      spent.add(writing)
      onTheirWay.delete(keyOf(writing))
    },
    onUnwritten(writing) {
      free.giveBack(writing.place)
      onTheirWay.delete(keyOf(writing))
    },
  })
  if (!parts.isWritable) commits.stop()

  // The time of the last change (ctime) cannot be set, only renewed: renewed every minute, it tells of no ballot.
  // A renewal that fails is harmless; the next write will say that the disk is ill.
  const timer = setInterval(() => void slots.hideTimes().catch(() => undefined), HIDE_TIMES_EVERY_MS).unref()

  const compare = (repeated: { payload: Uint8Array; ticketHash: Buffer; place: number; image: Buffer }) =>
    repeated.image.equals(encodeSlot({ ...repeated, shape })) ? 'same' : 'spent'

  const readBack = (place: number) =>
    slots.read(place).catch((error: unknown) => {
      throw asPoolFailure(error)
    })

  const add: Pool['add'] = async ({ ticket, payload }) => {
    if (ticket.length !== TICKET_BYTES) throw new RangeError(`a ticket has ${TICKET_BYTES} bytes`)
    if (payload.length !== shape.payloadSize) throw new RangeError(`a payload has ${shape.payloadSize} bytes`)
    if (commits.hasStopped) throw new PoolFailure('needs-reopening', { detail: 'It takes no more writes.' })
    const ticketHash = hashTicket({ mark: shape.mark, ticket })

    const earlier = onTheirWay.get(keyOf({ ticketHash }))
    if (earlier) {
      const outcome = compare({ ...earlier, payload })
      await earlier.written
      return outcome
    }
    const place = spent.find(ticketHash)
    if (place !== undefined) {
      const copy = Uint8Array.from(payload)
      return compare({ payload: copy, ticketHash, place, image: await readBack(place) })
    }
    if (isSealed) return 'closed'
    if (free.count === 0) return 'full'

    const chosen = free.take(parts.randomIndex)
    const image = encodeSlot({ shape, place: chosen, ticketHash, payload })
    const writing = commits.write({ place: chosen, ticketHash, image })
    onTheirWay.set(keyOf({ ticketHash }), writing)
    await writing.written
    return 'stored'
  }

  const seal = async (): Promise<void> => {
    isSealed = true
    await commits.idle()
    isSettled = true
  }

  const shut = async (): Promise<void> => {
    // Stopped, not sealed: an answer that comes now is to be sent again, not told that it came too late.
    commits.stop()
    await commits.idle()
    clearInterval(timer)
    try {
      await slots.hideTimes()
    } finally {
      await slots.close()
      parts.release()
    }
  }

  return {
    capacity: shape.capacity,
    payloadSize: shape.payloadSize,
    get count() {
      return spent.count
    },
    get hasFailed() {
      return commits.hasFailed || !parts.isWritable
    },
    add,
    seal,
    async *readAll() {
      if (!isSettled) throw new Error('A pool is read after it was sealed')
      for await (const { first, images } of slots.runs()) {
        const entries = images.map((image, index) => decodeSlot({ shape, place: first + index, image }))
        const counted = entries.flatMap((entry, index) =>
          entry && spent.find(entry.ticketHash) === first + index ? [entry.payload] : [],
        )
        if (counted.length > 0) yield counted
      }
      await slots.hideTimes()
    },
    close: () => (closing ??= shut()),
  }
}
