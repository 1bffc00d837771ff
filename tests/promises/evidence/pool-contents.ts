import type { WaveId } from '#kernel/ids.ts'
import { loadKeptReader, type Pool } from '#platform/pool/index.server.ts'
import type { OpenSite } from '../../rehearsal/site.ts'
import { secretsOf } from '../../rehearsal/wave.ts'

/**
 * Every ballot that lies in a wave's pool, in the order of the file, as who holds the key of the wave reads it. The pool
 * takes no more until the site restarts.
 */
export const ballotsInPool = async (site: OpenSite, wave: WaveId): Promise<Buffer[]> => {
  const pool = site.checkins.registry.wave(wave)?.pool
  if (!pool) throw new Error('The wave takes no ballots.')
  const { waveKey } = await secretsOf(site, wave)
  if ('parts' in waveKey) throw new Error('Trustees hold the key.')
  return ballotsIn(pool, waveKey)
}

/** The same of any pool and key. */
export const ballotsIn = async (
  pool: Pool,
  key: { privateKey: string; publicKey: string },
): Promise<Buffer[]> => {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  await pool.seal()
  const reader = await loadKeptReader({
    mark: pool.mark,
    key: { privateKey: bytes(key.privateKey), publicKey: bytes(key.publicKey) },
  })
  const found: Buffer[] = []
  for await (const batch of pool.readAll())
    for (const kept of batch) {
      const ballot = await reader.openKept(kept)
      if (!ballot) throw new Error('What a pool kept does not open.')
      found.push(Buffer.from(ballot))
    }
  return found
}
