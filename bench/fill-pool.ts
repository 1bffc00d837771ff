import { BALLOT_SIZE, decodeBallot, nullifierOf } from '#capabilities/checkins/domain/ballot.ts'
import { createPool, openPool, type Pool } from '#platform/pool/index.server.ts'
import type { BenchWave } from './wave.ts'

/** A pool of real ballots, sealed as the collector's are. The caller closes it. */
export const fillPool = async (of: { file: string; wave: BenchWave; count: number }): Promise<Pool> => {
  const { file, wave, count } = of
  const sealedTo = Buffer.from(wave.waveKey.publicKey, 'base64url')
  await createPool({ file, capacity: count, payloadSize: BALLOT_SIZE, sealedTo })
  const pool = await openPool({ file })
  for (let at = 0; at < count; at += 512)
    await Promise.all(
      wave.ballots.slice(at, Math.min(at + 512, count)).map(async (payload) => {
        const ballot = decodeBallot(payload)
        if (!ballot.ok) throw new Error(ballot.refusal)
        return pool.add({ ticket: await nullifierOf(ballot.value.publicKey), payload })
      }),
    )
  return pool
}
