import { existsSync } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'
import { asPoolFailure, ownPool, PoolFailure } from '../failure.server.ts'
import { syncFolder, writeRandomly } from './disk.server.ts'
import type { Place } from './place.server.ts'
import { placeOf } from './place.server.ts'

/**
 * Overwrites a pool with random bytes and removes it. May be killed at any point and run again; run on nothing
 * it does nothing. The file is renamed first, so a pool that is half overwritten can never be opened as one.
 *
 * Needs no intact header. Throws PoolFailure `in-use`, `no-space` or `io`.
 */
export const destroyPool = async ({ file }: { file: string }): Promise<void> => {
  const place = existingPlace(file)
  if (!place) return
  const lock = ownPool(place.lock)
  try {
    await erase({ path: place.making, folder: place.folder })
    await erase({ path: place.destroying, folder: place.folder })
    if (existsSync(place.file)) {
      await rename(place.file, place.destroying)
      await syncFolder(place.folder)
      await erase({ path: place.destroying, folder: place.folder })
    }
    await syncFolder(place.folder)
  } catch (error) {
    throw asPoolFailure(error)
  } finally {
    lock.release()
  }
}

const existingPlace = (file: string): Place | undefined => {
  try {
    return placeOf(file)
  } catch (error) {
    if (error instanceof PoolFailure && error.code === 'missing') return undefined
    throw error
  }
}

const erase = async ({ path, folder }: { path: string; folder: string }): Promise<void> => {
  if (!existsSync(path)) return
  const handle = await open(path, 'r+')
  try {
    await writeRandomly({ handle, from: 0, to: (await handle.stat()).size })
    await handle.sync()
  } finally {
    await handle.close()
  }
  await unlink(path)
  await syncFolder(folder)
}
