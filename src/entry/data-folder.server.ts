import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type HeldLock, holdLock, LockHeld } from '#platform/lock/owner-lock.server.ts'

/** One Kith at a time on a data folder. @throws a sentence for the operator. */
export const takeDataFolder = (dataDir: string): HeldLock => {
  try {
    mkdirSync(dataDir, { recursive: true })
    return holdLock(join(dataDir, 'kith.lock'))
  } catch (error) {
    if (error instanceof LockHeld)
      throw new Error(
        `Kith already runs on ${dataDir} (process ${error.pid ?? 'unknown'}). Stop it first, or choose another DATA_DIR.`,
      )
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      throw new Error(
        `Kith may not write to ${dataDir}. Choose another DATA_DIR, or let this user write there.`,
      )
    if (code === 'ENOTDIR' || code === 'EEXIST')
      throw new Error(`${dataDir} is not a folder. Choose another DATA_DIR.`)
    if (code === 'ENOSPC')
      throw new Error(`The disk that holds ${dataDir} is full. Make room, then start Kith again.`)
    throw error
  }
}
