import type { Envelopes } from './envelopes.server.ts'
import { asPoolFailure, PoolFailure } from './failure.server.ts'
import { decodeSlot, encodeSlot, hashPayload, hashTicket } from './file/format.server.ts'
import type { SlotFile } from './file/slot-file.server.ts'
import type { FreePlaces } from './free-places.server.ts'
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
  /** Salts the hashes of this file (16 bytes). */
  readonly mark: Uint8Array
  /** The key to which payloads are sealed as they come; undefined where they are kept as they are. */
  readonly sealedTo: Uint8Array | undefined
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
  /**
   * Every payload once, in order of place, in batches of about 4 MB. Only after sealing. Where payloads lie in envelopes:
   * each with the hash of its ticket before it, as `openKept` reads it.
   */
  readAll: () => AsyncGenerator<Buffer[]>
  /** Waits for what is on its way, closes the file and lets go of the lock. May be called twice. */
  close: () => Promise<void>
}

/** The pool over slots that were read already; `openPool` is the way to one. */
export const poolOver = (parts: {
  slots: SlotFile
  free: FreePlaces
  spent: SpentTickets
  envelopes: Envelopes | undefined
  isWritable: boolean
  randomIndex: (below: number) => number
  release: () => void
}): Pool => {
  const { slots, free, spent, envelopes } = parts
  const { shape } = slots
  const { mark } = shape
  const onTheirWay = new Map<string, { payloadHash: Buffer; written: Promise<void> }>()
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

  const payloadHashAt = async (place: number) => {
    const image = await slots.read(place).catch((error: unknown) => {
      throw asPoolFailure(error)
    })
    return decodeSlot({ shape, place, image })?.payloadHash
  }

  const enclose = async (slot: { place: number; ticketHash: Buffer; payload: Buffer }) => {
    try {
      return envelopes ? await envelopes.seal(slot) : slot.payload
    } catch (error) {
      free.giveBack(slot.place)
      onTheirWay.delete(keyOf(slot))
      throw error
    }
  }

  const write = async (slot: { place: number; ticketHash: Buffer; payloadHash: Buffer; payload: Buffer }) => {
    const { place, ticketHash, payloadHash } = slot
    const content = await enclose(slot)
    const image = encodeSlot({ shape, place, ticketHash, payloadHash, content })
    await commits.write({ place, ticketHash, image }).written
  }

  const add: Pool['add'] = async ({ ticket, payload: given }) => {
    if (ticket.length !== TICKET_BYTES) throw new RangeError(`a ticket has ${TICKET_BYTES} bytes`)
    if (given.length !== shape.payloadSize) throw new RangeError(`a payload has ${shape.payloadSize} bytes`)
    if (commits.hasStopped || closing)
      throw new PoolFailure('needs-reopening', { detail: 'It takes no more writes.' })
    const payload = Buffer.from(given)
    const ticketHash = hashTicket({ mark, ticket })
    const payloadHash = hashPayload({ ticketHash, payload })
    const compare = (known: Buffer | undefined) => (known?.equals(payloadHash) ? 'same' : 'spent')

    const earlier = onTheirWay.get(keyOf({ ticketHash }))
    if (earlier) {
      await earlier.written
      return compare(earlier.payloadHash)
    }
    const place = spent.find(ticketHash)
    if (place !== undefined) return compare(await payloadHashAt(place))
    if (isSealed) return 'closed'
    if (free.count === 0) return 'full'

    const chosen = free.take(parts.randomIndex)
    const written = write({ place: chosen, ticketHash, payloadHash, payload })
    onTheirWay.set(keyOf({ ticketHash }), { payloadHash, written })
    await written
    return 'stored'
  }

  /** What is being put into its envelope is not among the commits yet. */
  const settled = async (): Promise<void> => {
    await Promise.allSettled([...onTheirWay.values()].map(({ written }) => written))
    await commits.idle()
  }

  const seal = async (): Promise<void> => {
    isSealed = true
    await settled()
    isSettled = true
  }

  const shut = async (): Promise<void> => {
    // Stopped, not sealed: an answer that comes now is to be sent again, not told that it came too late.
    await settled()
    commits.stop()
    clearInterval(timer)
    envelopes?.forget()
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
    mark,
    sealedTo: shape.sealedTo,
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
          entry && spent.find(entry.ticketHash) === first + index ? [entry.kept] : [],
        )
        if (counted.length > 0) yield counted
      }
      await slots.hideTimes()
    },
    close: () => (closing ??= shut()),
  }
}
