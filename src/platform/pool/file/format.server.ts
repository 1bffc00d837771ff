import { hash } from 'node:crypto'

/**
 * Slots start and end on this boundary, so that no slot shares a disk block with another: a write that is cut
 * short by a power failure can harm only the slot being written.
 */
export const BLOCK = 4096

const MAGIC = Buffer.from('KITHPOOL', 'latin1')
const VERSION = 1
const MARK_BYTES = 16
const HASH_BYTES = 32
const MOST_SLOTS = 10_000_000
const LARGEST_PAYLOAD = 1_048_576

const HEADER = { version: 8, capacity: 12, payloadSize: 16, mark: 20, checksum: 36, end: 68 }
const SLOT = { place: 16, ticketHash: 20, payload: 52 }

/** What a header says. `mark` is 16 random bytes, drawn for this file alone, that salt its ticket hashes. */
export type PoolShape = { capacity: number; payloadSize: number; mark: Uint8Array }

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** Throws a RangeError unless there are 1 to 10,000,000 slots for payloads of 1 to 1,048,576 bytes. */
export const checkShape = ({ capacity, payloadSize }: Pick<PoolShape, 'capacity' | 'payloadSize'>): void => {
  const within = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (!within(capacity, MOST_SLOTS)) throw new RangeError(`capacity must be 1 to ${MOST_SLOTS}`)
  if (!within(payloadSize, LARGEST_PAYLOAD))
    throw new RangeError(`payloadSize must be 1 to ${LARGEST_PAYLOAD}`)
}

/** Bytes of one slot on disk: marks, payload and checksum, rounded up to whole blocks. */
export const slotSizeOf = ({ payloadSize }: Pick<PoolShape, 'payloadSize'>): number =>
  Math.ceil((SLOT.payload + payloadSize + HASH_BYTES) / BLOCK) * BLOCK

/** Bytes of the whole file: one block of header, then the slots. */
export const fileSizeOf = (shape: Pick<PoolShape, 'capacity' | 'payloadSize'>): number =>
  BLOCK + shape.capacity * slotSizeOf(shape)

/** The first block of the file. */
export const encodeHeader = ({ capacity, payloadSize, mark }: PoolShape): Buffer => {
  const block = Buffer.alloc(BLOCK)
  MAGIC.copy(block)
  block.writeUInt32LE(VERSION, HEADER.version)
  block.writeUInt32LE(capacity, HEADER.capacity)
  block.writeUInt32LE(payloadSize, HEADER.payloadSize)
  block.set(mark, HEADER.mark)
  sha256(block.subarray(0, HEADER.checksum)).copy(block, HEADER.checksum)
  return block
}

/** The shape in a header, or undefined when these bytes are no intact header of a version that we know. */
export const decodeHeader = (block: Buffer): PoolShape | undefined => {
  if (block.length < HEADER.end || !block.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const checksum = block.subarray(HEADER.checksum, HEADER.end)
  if (!sha256(block.subarray(0, HEADER.checksum)).equals(checksum)) return undefined
  if (block.readUInt32LE(HEADER.version) !== VERSION) return undefined
  return {
    capacity: block.readUInt32LE(HEADER.capacity),
    payloadSize: block.readUInt32LE(HEADER.payloadSize),
    mark: Uint8Array.from(block.subarray(HEADER.mark, HEADER.mark + MARK_BYTES)),
  }
}

/** SHA-256 of mark and ticket: the same ticket looks different in another pool. */
export const hashTicket = ({ mark, ticket }: { mark: Uint8Array; ticket: Uint8Array }): Buffer =>
  sha256(Buffer.concat([mark, ticket]))

/** A full slot as it stands on disk; it holds its own place, so a slot copied elsewhere is not valid there. */
export const encodeSlot = (slot: {
  shape: PoolShape
  place: number
  ticketHash: Buffer
  payload: Uint8Array
}): Buffer => {
  const image = Buffer.alloc(slotSizeOf(slot.shape))
  const end = SLOT.payload + slot.shape.payloadSize
  image.set(slot.shape.mark)
  image.writeUInt32LE(slot.place, SLOT.place)
  slot.ticketHash.copy(image, SLOT.ticketHash)
  image.set(slot.payload, SLOT.payload)
  sha256(image.subarray(0, end)).copy(image, end)
  return image
}

/** Ticket hash and payload (views, not copies) of a whole and untouched slot; undefined for anything else. */
export const decodeSlot = (slot: {
  shape: PoolShape
  place: number
  image: Buffer
}): { ticketHash: Buffer; payload: Buffer } | undefined => {
  const { shape, place, image } = slot
  const end = SLOT.payload + shape.payloadSize
  if (!image.subarray(0, MARK_BYTES).equals(shape.mark)) return undefined
  if (image.readUInt32LE(SLOT.place) !== place) return undefined
  if (!sha256(image.subarray(0, end)).equals(image.subarray(end, end + HASH_BYTES))) return undefined
  return {
    ticketHash: image.subarray(SLOT.ticketHash, SLOT.payload),
    payload: image.subarray(SLOT.payload, end),
  }
}
