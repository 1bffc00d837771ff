import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type HeldLock, holdLock, LockHeld } from '#platform/lock/owner-lock.server.ts'
import { sayStartTrouble } from './say-trouble.server.ts'

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
    throw sayStartTrouble(error, dataDir)
  }
}
