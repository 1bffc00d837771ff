import { accessSync, constants, readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The room of the disk that holds a folder; undefined where it does not tell. */
export const roomOf = (folder: string): { free: number; whole: number } | undefined => {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { free: bavail * bsize, whole: blocks * bsize }
  } catch {
    return undefined
  }
}

/** Whether a folder is there and this user may write to it; its disk may be full. */
export const isUsable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The bytes of the files in a folder; none where there is no such folder. */
export const bytesIn = (folder: string): number => {
  try {
    return readdirSync(folder)
      .map((name) => sizeOf(join(folder, name)))
      .reduce((sum, size) => sum + size, 0)
  } catch {
    return 0
  }
}

// A file may go between being listed and being looked at.
const sizeOf = (file: string): number => {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}
