import type { WaveId } from '#kernel/ids.ts'
import { PoolFailure } from '#platform/pool/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { destroyAnswers } from './destroy-answers.server.ts'

/** Overwrites and removes a wave's answers and keys, in memory and on the disk. Safe to repeat after a kill. */
export const forgetWave = async (
  checkins: Checkins,
  given: { wave: WaveId; answer: 'ballot/came-too-late' | 'ballot/wave-cancelled' },
): Promise<void> => {
  const live = checkins.registry.wave(given.wave)
  checkins.registry.end(given.wave, given.answer)
  await checkins.desk?.end({
    wave: given.wave,
    became: given.answer === 'ballot/wave-cancelled' ? 'cancelled' : 'late',
  })
  checkins.ticketKeys.forget(given.wave)
  await live?.pool.close()
  await destroyAnswers({ dataDir: checkins.dataDir, waves: [given.wave] }).catch((error: unknown) => {
    // A collector that is a process of its own lets it go within a second; what is left is looked for all the time.
    if (!(checkins.desk && error instanceof PoolFailure && error.code === 'in-use')) throw error
  })
}
