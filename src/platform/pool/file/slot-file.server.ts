import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { errnoOf } from '../../lock/errno.server.ts'
import { PoolFailure } from '../failure.server.ts'
import { readFully, SILENT_TIME, writeFully, writeRandomly } from './disk.server.ts'
import type { PoolShape } from './format.server.ts'
import { BLOCK, decodeHeader, fileSizeOf, slotSizeOf } from './format.server.ts'

const READ_AT_ONCE = 4 * 1024 * 1024

/** Neighbouring slots as read together: `images[i]` stands at place `first + i`. */
export type SlotRun = { first: number; images: Buffer[]; bytes: Buffer }

/** The slots of one open pool file. Each method rejects with what the system said. */
export type SlotFile = {
  shape: PoolShape
  read: (place: number) => Promise<Buffer>
  write: (slot: { place: number; image: Buffer }) => Promise<void>
  /** Writes a run back as it was read. */
  rewrite: (run: SlotRun) => Promise<void>
  /** All slots in order of place, in runs of about 4 MB. */
  runs: () => AsyncGenerator<SlotRun>
  /** Returns when everything written before is on the disk; the file then shows the silent time. */
  sync: () => Promise<void>
  /** Sets both visible times of the file to the silent time. */
  hideTimes: () => Promise<void>
  close: () => Promise<void>
}

/** Opens a pool file. Throws PoolFailure `missing` or `not-a-pool`. A cut-off end is filled up again. */
export const openSlotFile = async (file: string): Promise<SlotFile> => {
  const handle = await openFile(file)
  try {
    const shape = decodeHeader(await readFully({ handle, length: BLOCK, position: 0 }))
    if (!shape) throw new PoolFailure('not-a-pool', { detail: 'The header is unknown or damaged.' })
    await writeRandomly({ handle, from: (await handle.stat()).size, to: fileSizeOf(shape) })
    return slotsOf({ handle, shape })
  } catch (error) {
    await handle.close()
    throw error
  }
}

const openFile = async (file: string): Promise<FileHandle> => {
  try {
    // O_NOATIME is Linux only; elsewhere hideTimes alone covers the time of reading.
    return await open(file, constants.O_RDWR | (constants.O_NOATIME ?? 0))
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT')
      throw new PoolFailure('missing', { detail: 'There is no such file.', cause })
    throw cause
  }
}

const slotsOf = ({ handle, shape }: { handle: FileHandle; shape: PoolShape }): SlotFile => {
  const size = slotSizeOf(shape)
  const perRun = Math.max(1, Math.floor(READ_AT_ONCE / size))
  const positionOf = (place: number) => BLOCK + place * size
  const hideTimes = () => handle.utimes(SILENT_TIME, SILENT_TIME)

  return {
    shape,
    hideTimes,
    read: (place) => readFully({ handle, length: size, position: positionOf(place) }),
    write: ({ place, image }) => writeFully({ handle, bytes: image, position: positionOf(place) }),
    rewrite: ({ first, bytes }) => writeFully({ handle, bytes, position: positionOf(first) }),
    async *runs() {
      for (let first = 0; first < shape.capacity; first += perRun) {
        const slots = Math.min(perRun, shape.capacity - first)
        const bytes = await readFully({ handle, length: slots * size, position: positionOf(first) })
        const images = Array.from({ length: slots }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
        yield { first, images, bytes }
      }
    },
    sync: async () => {
      await hideTimes()
      await handle.datasync()
      // A file that somebody deleted takes writes until it is closed, and then all of them are gone.
      const { nlink } = await handle.stat()
      if (nlink === 0) throw Object.assign(new Error('The file was deleted.'), { code: 'ENOENT' })
    },
    close: () => handle.close(),
  }
}
