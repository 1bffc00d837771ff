import { join } from 'node:path'
import type { WaveId } from '#kernel/ids.ts'
import { waveFolder } from './key-file.server.ts'

export const poolFileOf = (options: { dataDir: string; wave: WaveId }): string =>
  join(waveFolder(options.dataDir), `${options.wave}.pool`)
