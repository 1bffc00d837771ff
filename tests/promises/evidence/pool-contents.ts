import type { WaveId } from '#kernel/ids.ts'
import type { OpenSite } from '../../rehearsal/site.ts'

/** Every ballot that lies in a wave's pool, in the order of the file. The pool takes no more until the site restarts. */
export const ballotsInPool = async (site: OpenSite, wave: WaveId): Promise<Buffer[]> => {
  const pool = site.checkins.registry.wave(wave)?.pool
  if (!pool) throw new Error('The wave takes no ballots.')
  await pool.seal()
  const found: Buffer[] = []
  for await (const batch of pool.readAll()) found.push(...batch.map((ballot) => Buffer.from(ballot)))
  return found
}
