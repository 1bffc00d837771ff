import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errnoOf } from '../../lock/errno.server.ts'
import { PoolFailure } from '../failure.server.ts'

/** Where a pool and the files that belong to it stand. */
export type Place = { folder: string; file: string; lock: string; making: string; destroying: string }

/** One pool has one place, however its path is spelt. Throws `missing` when the folder does not exist. */
export const placeOf = (path: string): Place => {
  try {
    const folder = realpathSync(dirname(path))
    const file = join(folder, basename(path))
    return {
      folder,
      file,
      lock: `${file}.lock`,
      making: `${file}.making`,
      destroying: `${file}.destroying`,
    }
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw cause
    throw new PoolFailure('missing', { detail: 'The folder does not exist.', cause })
  }
}
