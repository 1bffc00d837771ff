import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWave } from '../data/waves.server.ts'
import type { WaveState } from '../domain/wave.ts'
import { waveFolder } from '../keys/key-file.server.ts'
import { forgetWave } from './forget-wave.server.ts'
import { poolFileOf } from './open-wave-for-ballots.server.ts'

/**
 * Destroys the files of waves that are over, or were never more than a removed draft: a kill may have left them. A pool
 * whose wave this database does not know is left alone: it may belong to another database of the same folder.
 */
export const forgetLeftovers = async (checkins: Checkins): Promise<void> => {
  const folder = waveFolder(checkins.dataDir)
  if (!existsSync(folder)) return
  const files = await readdir(folder)
  const waves = new Set(files.map((name) => name.split('.')[0] ?? '').filter(isId)) as Set<WaveId>
  for (const wave of waves) {
    if (checkins.registry.wave(wave)) continue
    const state = await stateOf(checkins, wave)
    const mayHoldAnswers = existsSync(poolFileOf({ dataDir: checkins.dataDir, wave }))
    if (state === 'released') await forgetWave(checkins, { wave, answer: 'ballot/came-too-late' })
    if (state === 'cancelled' || (state === undefined && !mayHoldAnswers))
      await forgetWave(checkins, { wave, answer: 'ballot/wave-cancelled' })
  }
}

const stateOf = async (checkins: Checkins, wave: WaveId): Promise<WaveState | undefined> => {
  for (const { id } of await listOrganisations(checkins.database)) {
    const found = await checkins.database.inOrganisation(id, (tx) => findWave(tx, wave))
    if (found) return found.state
  }
  return undefined
}
