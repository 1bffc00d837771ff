import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Lock, takeLock } from '#platform/lock.server.ts'

/** One Kith at a time on a data folder. @throws a sentence for the operator. */
export const takeDataFolder = (dataDir: string): Lock => {
  try {
    mkdirSync(dataDir, { recursive: true })
    const taken = takeLock(join(dataDir, 'kith.lock'))
    if (taken.ok) return taken.value
    throw new Error(
      `Kith already runs on ${dataDir} (process ${taken.refusal.pid}). Stop it first, or choose another DATA_DIR.`,
    )
  } catch (error) {
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
