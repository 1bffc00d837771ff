import { randomFill } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

const fillRandomly: (bytes: Uint8Array) => Promise<unknown> = promisify(randomFill)

const CHUNK = 4 * 1024 * 1024

/** 1 January 2000 UTC, in seconds: the time that every pool file shows, whenever it was written. */
export const SILENT_TIME = 946_684_800

/** Writes all bytes at a position, or throws what the system said. A short write is continued. */
export const writeFully = async (to: {
  handle: FileHandle
  bytes: Uint8Array
  position: number
}): Promise<void> => {
  for (let done = 0; done < to.bytes.length; ) {
    const { bytesWritten } = await to.handle.write(to.bytes, done, to.bytes.length - done, to.position + done)
    done += bytesWritten
  }
}

/** Reads `length` bytes at a position; fewer only where the file ends. */
export const readFully = async (from: {
  handle: FileHandle
  length: number
  position: number
}): Promise<Buffer> => {
  const bytes = Buffer.alloc(from.length)
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await from.handle.read(bytes, done, bytes.length - done, from.position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}

/**
 * Fills `from` to `to` with random bytes. Random, not zero: a file system that compresses or leaves holes
 * would set no space aside for zeros, and the first real write could then find the disk full.
 */
export const writeRandomly = async (range: {
  handle: FileHandle
  from: number
  to: number
}): Promise<void> => {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(0, range.to - range.from)))
  for (let position = range.from; position < range.to; position += chunk.length) {
    const bytes = chunk.subarray(0, Math.min(chunk.length, range.to - position))
    await fillRandomly(bytes)
    await writeFully({ handle: range.handle, bytes, position })
  }
}

/** Makes new, renamed and removed names in a folder durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
