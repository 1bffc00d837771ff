import { hash } from 'node:crypto'
import { PUBLIC_KEY_SIZE, SEALED_OVERHEAD } from '#packages/sealed/index.ts'

/**
 * Slots start and end on this boundary, so that no slot shares a disk block with another: a write that is cut
 * short by a power failure can harm only the slot being written.
 */
export const BLOCK = 4096

const MAGIC = Buffer.from('KITHPOOL', 'latin1')
/** Payloads as they came; and payloads in an envelope, beside a digest that tells the same one again. */
const PLAIN = 1
const SEALING = 2
const MARK_BYTES = 16
const HASH_BYTES = 32
const MOST_SLOTS = 10_000_000
const LARGEST_PAYLOAD = 1_048_576

const HEADER = { version: 8, capacity: 12, payloadSize: 16, mark: 20, end: 36 }
const SLOT = { place: 16, end: 20 }

/**
 * What a header says. `mark` is 16 random bytes, drawn for this file alone, that salt its hashes. `sealedTo` is the public
 * key to which every payload is sealed before it is written (65 bytes), in a pool that seals.
 */
export type PoolShape = { capacity: number; payloadSize: number; mark: Uint8Array; sealedTo?: Uint8Array }

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** Throws a RangeError unless there are 1 to 10,000,000 slots for payloads of 1 to 1,048,576 bytes. */
export const checkShape = ({ capacity, payloadSize }: Pick<PoolShape, 'capacity' | 'payloadSize'>): void => {
  const within = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (!within(capacity, MOST_SLOTS)) throw new RangeError(`capacity must be 1 to ${MOST_SLOTS}`)
  if (!within(payloadSize, LARGEST_PAYLOAD))
    throw new RangeError(`payloadSize must be 1 to ${LARGEST_PAYLOAD}`)
}

/** Bytes of one slot on disk: marks, payload and checksum, rounded up to whole blocks. */
export const slotSizeOf = (shape: Pick<PoolShape, 'payloadSize' | 'sealedTo'>): number =>
  Math.ceil((partsOf(shape).end + HASH_BYTES) / BLOCK) * BLOCK

/** Where the parts of a slot begin. In a pool that seals, ticket hash and envelope are one piece. */
const partsOf = ({ payloadSize, sealedTo }: Pick<PoolShape, 'payloadSize' | 'sealedTo'>) => {
  const ticketHash = SLOT.end + (sealedTo ? HASH_BYTES : 0)
  const content = ticketHash + HASH_BYTES
  return { ticketHash, content, end: content + payloadSize + (sealedTo ? SEALED_OVERHEAD : 0) }
}

/** Bytes of the whole file: one block of header, then the slots. */
export const fileSizeOf = (shape: Pick<PoolShape, 'capacity' | 'payloadSize' | 'sealedTo'>): number =>
  BLOCK + shape.capacity * slotSizeOf(shape)

/** The first block of the file. */
export const encodeHeader = ({ capacity, payloadSize, mark, sealedTo }: PoolShape): Buffer => {
  const block = Buffer.alloc(BLOCK)
  MAGIC.copy(block)
  block.writeUInt32LE(sealedTo ? SEALING : PLAIN, HEADER.version)
  block.writeUInt32LE(capacity, HEADER.capacity)
  block.writeUInt32LE(payloadSize, HEADER.payloadSize)
  block.set(mark, HEADER.mark)
  if (sealedTo) block.set(sealedTo, HEADER.end)
  const end = HEADER.end + (sealedTo?.length ?? 0)
  sha256(block.subarray(0, end)).copy(block, end)
  return block
}

/** The shape in a header, or undefined when these bytes are no intact header of a version that we know. */
export const decodeHeader = (block: Buffer): PoolShape | undefined => {
  if (block.length < BLOCK || !block.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const version = block.readUInt32LE(HEADER.version)
  if (version !== PLAIN && version !== SEALING) return undefined
  const end = HEADER.end + (version === SEALING ? PUBLIC_KEY_SIZE : 0)
  if (!sha256(block.subarray(0, end)).equals(block.subarray(end, end + HASH_BYTES))) return undefined
  return {
    capacity: block.readUInt32LE(HEADER.capacity),
    payloadSize: block.readUInt32LE(HEADER.payloadSize),
    mark: Uint8Array.from(block.subarray(HEADER.mark, HEADER.end)),
    ...(version === SEALING ? { sealedTo: Uint8Array.from(block.subarray(HEADER.end, end)) } : {}),
  }
}

/** SHA-256 of mark and ticket: the same ticket looks different in another pool. */
export const hashTicket = ({ mark, ticket }: { mark: Uint8Array; ticket: Uint8Array }): Buffer =>
  sha256(Buffer.concat([mark, ticket]))

/** What tells a payload that comes again under its ticket, once it lies in an envelope; it says nothing else. */
export const hashPayload = (of: { ticketHash: Uint8Array; payload: Uint8Array }): Buffer =>
  sha256(Buffer.concat([of.ticketHash, of.payload]))

/** `content` is the payload, or its envelope in a pool that seals. */
type Slot = { ticketHash: Buffer; payloadHash: Buffer; content: Uint8Array }

/** A full slot as it stands on disk; it holds its own place, so a slot copied elsewhere is not valid there. */
export const encodeSlot = (slot: Slot & { shape: PoolShape; place: number }): Buffer => {
  const { shape } = slot
  const image = Buffer.alloc(slotSizeOf(shape))
  const at = partsOf(shape)
  image.set(shape.mark)
  image.writeUInt32LE(slot.place, SLOT.place)
  if (shape.sealedTo) slot.payloadHash.copy(image, SLOT.end)
  slot.ticketHash.copy(image, at.ticketHash)
  image.set(slot.content, at.content)
  sha256(image.subarray(0, at.end)).copy(image, at.end)
  return image
}

/** What stands in a whole and untouched slot (views, not copies); undefined for anything else. */
export const decodeSlot = (slot: {
  shape: PoolShape
  place: number
  image: Buffer
}): (Slot & { ticketHash: Buffer; content: Buffer; kept: Buffer }) | undefined => {
  const { shape, place, image } = slot
  const at = partsOf(shape)
  if (!image.subarray(0, MARK_BYTES).equals(shape.mark)) return undefined
  if (image.readUInt32LE(SLOT.place) !== place) return undefined
  if (!sha256(image.subarray(0, at.end)).equals(image.subarray(at.end, at.end + HASH_BYTES))) return undefined
  const content = image.subarray(at.content, at.end)
  const ticketHash = image.subarray(at.ticketHash, at.content)
  return {
    ticketHash,
    get payloadHash() {
      return shape.sealedTo
        ? image.subarray(SLOT.end, at.ticketHash)
        : hashPayload({ ticketHash, payload: content })
    },
    content,
    kept: shape.sealedTo ? image.subarray(at.ticketHash, at.end) : content,
  }
}
