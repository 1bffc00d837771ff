import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WaveId } from '#kernel/ids.ts'
import { waveFolder } from '../keys/key-file.server.ts'

/** A check that took the whole site down so often is not begun again. */
export const mostTries = 2

export const triesFileOf = (on: { dataDir: string; wave: WaveId }): string =>
  join(waveFolder(on.dataDir), `${on.wave}.tries`)

/**
 * Notes on the disk that the check of a wave's further tables begins, and answers how often it has. Whoever is killed in
 * the middle finds that after the next start; without it a check that ends the process would begin for ever.
 */
export const beginTry = async (on: { dataDir: string; wave: WaveId }): Promise<number> => {
  const file = triesFileOf(on)
  const before = Number(await readFile(file, 'utf8').catch(() => '0'))
  const tries = (Number.isSafeInteger(before) ? before : mostTries) + 1
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(String(tries))
    await handle.sync()
  } finally {
    await handle.close()
  }
  return tries
}
