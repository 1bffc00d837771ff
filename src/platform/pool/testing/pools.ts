import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Pool } from '../index.server.ts'

/** A file name in a fresh folder that goes away with the test. */
export const freshFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-pool-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'answers.pool')
}

/** The texts of all payloads of an open pool, in order of place. Seals it. */
export const textsIn = async (pool: Pool): Promise<string[]> => {
  await pool.seal()
  const texts: string[] = []
  for await (const batch of pool.readAll())
    for (const payload of batch) texts.push(payload.toString().replaceAll('\0', ''))
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
