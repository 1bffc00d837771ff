import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { checkKey } from '../envelopes.server.ts'
import { asPoolFailure, ownPool, PoolFailure } from '../failure.server.ts'
import { SILENT_TIME, syncFolder, writeFully, writeRandomly } from './disk.server.ts'
import { BLOCK, checkShape, encodeHeader, fileSizeOf, type PoolShape } from './format.server.ts'
import { placeOf } from './place.server.ts'

/**
 * Makes an empty pool: one file (mode 0600) with every byte really written, so that a disk that fills later
 * does not stop it. The file appears whole or not at all; a creation that was cut short is simply repeated.
 *
 * `capacity` in payloads (1 to 10,000,000), `payloadSize` in bytes (1 to 1,048,576). On disk each payload takes
 * `payloadSize + 84` bytes, rounded up to a multiple of 4,096; 114 more where payloads are sealed.
 * `sealedTo`: a P-256 public key (65 bytes). No payload is then ever written but in an envelope that only the holder of
 * its private half opens; the pool itself cannot read what it keeps.
 * Throws PoolFailure `exists`, `in-use`, `missing` (the folder), `no-space` (nothing is left behind) or `io`.
 */
export const createPool = async (
  pool: Pick<PoolShape, 'capacity' | 'payloadSize' | 'sealedTo'> & { file: string },
): Promise<void> => {
  checkShape(pool)
  if (pool.sealedTo) await checkKey(pool.sealedTo)
  const place = placeOf(pool.file)
  const lock = ownPool(place.lock)
  try {
    if (existsSync(place.file)) throw new PoolFailure('exists', { detail: 'It is never overwritten.' })
    await rm(place.making, { force: true })
    const { capacity, payloadSize, sealedTo } = pool
    await fill({ path: place.making, capacity, payloadSize, ...(sealedTo ? { sealedTo } : {}) })
    await rename(place.making, place.file)
    await syncFolder(place.folder)
  } catch (error) {
    await rm(place.making, { force: true })
    throw asPoolFailure(error)
  } finally {
    lock.release()
  }
}

const fill = async (pool: Omit<PoolShape, 'mark'> & { path: string }): Promise<void> => {
  const handle = await open(pool.path, 'wx', 0o600)
  try {
    await writeFully({ handle, bytes: encodeHeader({ ...pool, mark: randomBytes(16) }), position: 0 })
    await writeRandomly({ handle, from: BLOCK, to: fileSizeOf(pool) })
    await handle.utimes(SILENT_TIME, SILENT_TIME)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
