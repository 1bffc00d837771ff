import { resolve } from 'node:path'
import { rememberBackup } from '#platform/backup/last-backup.server.ts'
import { describeSecrets } from '#platform/backup/secret-checks.server.ts'
import { writeBackup } from '#platform/backup/write-backup.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import { reachToRead } from './reach-database.server.ts'
import { sayTrouble } from './say-trouble.server.ts'

/**
 * Writes a backup of a site, running or not, and leaves in its data folder when that was.
 * @throws a sentence for the operator.
 */
export const backUp = async (
  settings: Settings,
  given: { file: string; mayReplace: boolean },
  replace: { engineUid?: number; clock?: Clock } = {},
): Promise<{ file: string; rows: number; bytes: number }> => {
  const file = resolve(given.file)
  const now = (replace.clock ?? systemClock).now()
  try {
    const database = await reachToRead(settings, replace)
    try {
      const secrets = describeSecrets(settings.dataDir)
      const { address } = database
      const written = await writeBackup({ address, file, mayReplace: given.mayReplace, secrets, now })
      rememberBackup({ dataDir: settings.dataDir, at: now, ...written })
      return { file, ...written }
    } finally {
      await database.leave()
    }
  } catch (error) {
    throw sayTrouble(error, file)
  }
}
