import { resolve } from 'node:path'
import {
  type CancelledByRestore,
  cancelAfterRestore,
  destroyAnswers,
  listAllWaves,
} from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { forgetWitnessed } from '#platform/audit/witness.server.ts'
import type { Head } from '#platform/backup/described.ts'
import { restoreBackup } from '#platform/backup/restore-backup.server.ts'
import { findStrangeSecrets } from '#platform/backup/secret-checks.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import { embeddedAddress, externalAddress } from '#platform/database/addresses.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { takeDataFolder } from './data-folder.server.ts'
import { uidOf } from './reach-database.server.ts'
import { sayTrouble } from './say-trouble.server.ts'

export type Restored = { rows: number; madeAt: Date } & CancelledByRestore

/**
 * Puts a backup in the place of the site's database, while nothing runs on it. Check-ins that were under way when it was
 * made are cancelled in the same step, and what is left of their answers in this folder is destroyed.
 * @throws a sentence for the operator; then nothing has changed.
 */
export const restore = async (
  settings: Settings,
  given: { file: string; mayReplace: boolean; mayLackSecrets: boolean },
  replace: { engineUid?: number; clock?: Clock } = {},
): Promise<Restored> => {
  const { dataDir } = settings
  const clock = replace.clock ?? systemClock
  const lock = takeDataFolder(dataDir)
  try {
    const engine = settings.databaseUrl ? undefined : await startEngine({ dataDir, ...uidOf(replace) })
    const waves: WaveId[] = []
    try {
      const { rows, head, finished } = await restoreBackup({
        address: engine ? embeddedAddress(engine) : externalAddress(settings.databaseUrl ?? ''),
        file: resolve(given.file),
        mayReplace: given.mayReplace,
        check: (said) => {
          if (!given.mayLackSecrets) assertSecrets(dataDir, said)
        },
        // Their plans go with the database, so their answers could never be counted.
        replacing: async (database) => {
          waves.push(...(await listAllWaves(database)))
        },
        finish: (database, { madeAt }) => {
          // Where they are lost, what signs from now on is made here.
          openSecrets(dataDir)
          return cancelAfterRestore({ madeAt: new Date(madeAt) }, { database, clock, dataDir })
        },
      })
      forgetWitnessed(dataDir)
      await destroyAnswers({ dataDir, waves: [...new Set([...waves, ...finished.over])] })
      return { rows, madeAt: new Date(head.madeAt), ...finished }
    } finally {
      await engine?.stop()
    }
  } catch (error) {
    throw sayTrouble(error, resolve(given.file))
  } finally {
    lock.release()
  }
}

const assertSecrets = (dataDir: string, head: Head): void => {
  const strange = findStrangeSecrets({ dataDir, described: head.secrets })
  if (strange.length === 0) return
  throw new Error(
    `${dataDir}/secrets lacks what belongs to this backup (${strange.join(', ')}). Copy the folder secrets of the old site there first. If it is lost, add --without-secrets; docs/operate.md says what people will then notice.`,
  )
}
