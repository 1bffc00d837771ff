import type { WaveId } from '#kernel/ids.ts'
import { destroyPool } from '#platform/pool/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { destroyKeyFile, keyFileOf } from '../keys/key-file.server.ts'
import { poolFileOf } from './open-wave-for-ballots.server.ts'

/** Overwrites and removes a wave's answers and keys, in memory and on the disk. Safe to repeat after a kill. */
export const forgetWave = async (
  checkins: Checkins,
  given: { wave: WaveId; answer: 'ballot/came-too-late' | 'ballot/wave-cancelled' },
): Promise<void> => {
  const live = checkins.registry.wave(given.wave)
  checkins.registry.end(given.wave, given.answer)
  checkins.ticketKeys.forget(given.wave)
  await live?.pool.close()
  const place = { dataDir: checkins.dataDir, wave: given.wave }
  await destroyPool({ file: poolFileOf(place) })
  await destroyKeyFile(keyFileOf(place))
}
