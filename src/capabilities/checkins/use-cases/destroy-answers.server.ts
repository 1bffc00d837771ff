import { rm } from 'node:fs/promises'
import type { WaveId } from '#kernel/ids.ts'
import { destroyPool } from '#platform/pool/index.server.ts'
import { triesFileOf } from '../closing/check-tries.server.ts'
import { destroyKeyFile, keyFileOf } from '../keys/key-file.server.ts'
import { sheetFileOf } from '../keys/sheet-file.server.ts'
import { poolFileOf } from './open-wave-for-ballots.server.ts'

/** Overwrites and removes what a data folder holds of these waves, while no site runs on it. Safe to repeat after a kill. */
export const destroyAnswers = async (given: { dataDir: string; waves: readonly WaveId[] }): Promise<void> => {
  for (const wave of given.waves) {
    const place = { dataDir: given.dataDir, wave }
    await destroyPool({ file: poolFileOf(place) })
    await destroyKeyFile(keyFileOf(place))
    await destroyKeyFile(sheetFileOf(place))
    await rm(triesFileOf(place), { force: true })
  }
}
