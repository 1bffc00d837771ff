import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { generateSealingKey, type SealingKey } from '#packages/sealed/index.ts'
import { loadKeptReader, type Pool } from '../index.server.ts'

/** A file name in a fresh folder that goes away with the test. */
export const freshFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-pool-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'answers.pool')
}

/** Both kinds of pools: one that keeps payloads as they come, and one that seals them to a key. */
export const bothKinds = async (): Promise<{ sealedTo?: Uint8Array; key?: SealingKey }[]> => {
  const key = await generateSealingKey()
  return [{}, { sealedTo: key.publicKey, key }]
}

/** The texts of all payloads of an open pool, in order of place, read with the key of one that seals. Seals it. */
export const textsIn = async (pool: Pool, key?: SealingKey): Promise<string[]> => {
  await pool.seal()
  const reader = key && (await loadKeptReader({ mark: pool.mark, key }))
  const texts: string[] = []
  for await (const batch of pool.readAll())
    for (const kept of batch) {
      const payload = reader ? await reader.openKept(kept) : kept
      texts.push(
        Buffer.from(payload ?? [])
          .toString()
          .replaceAll('\0', ''),
      )
    }
  return texts
}

/** Whole numbers below n from a seed (mulberry32): the same seed, the same test. */
export const seededIndex = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
