import { stat } from 'node:fs/promises'
import type { WaveId } from '#kernel/ids.ts'
import type { LiveWave, PaperGroup, Registry } from '../collector/registry.server.ts'
import { hashOfCode, readSheetFile, type SheetFile, sheetFileOf } from '../keys/sheet-file.server.ts'

export type PaperWave = LiveWave & { paper: NonNullable<LiveWave['paper']> }

/** A code that belongs to a running wave; `ended` where a later printing took its place. */
export type FoundSheet =
  | { kind: 'good'; wave: PaperWave; group: PaperGroup; secret: string }
  | { kind: 'ended' }
  | { kind: 'unknown' }

/**
 * Looks codes up in the files of the waves that run. A file is read again once it has changed, so that whoever printed
 * may have done so in another process. Nothing here knows which codes were used: who asks about a code learns nothing
 * of what became of it.
 */
export const openSheetBox = (on: { registry: Registry; dataDir: string }) => {
  const files = new Map<WaveId, { mark: string; sheets: SheetFile }>()

  const sheetsOf = async (wave: WaveId): Promise<SheetFile> => {
    const file = sheetFileOf({ dataDir: on.dataDir, wave })
    const found = await stat(file).catch(() => undefined)
    if (!found) {
      files.delete(wave)
      return {}
    }
    const mark = `${found.ino} ${found.mtimeMs} ${found.size}`
    const known = files.get(wave)
    if (known?.mark === mark) return known.sheets
    const sheets = await readSheetFile(file)
    files.set(wave, { mark, sheets })
    return sheets
  }

  return {
    find: async (code: string): Promise<FoundSheet> => {
      let isEnded = false
      const live = on.registry.live()
      for (const wave of live) {
        const { paper } = wave
        if (!paper) continue
        const hash = hashOfCode({ wave: wave.wave, code })
        for (const [keyId, { good, ended, secret }] of Object.entries(await sheetsOf(wave.wave))) {
          const group = paper.groups.get(keyId)
          if (group && good.includes(hash)) return { kind: 'good', wave: { ...wave, paper }, group, secret }
          isEnded ||= ended.includes(hash)
        }
      }
      for (const wave of files.keys()) if (!live.some((one) => one.wave === wave)) files.delete(wave)
      return { kind: isEnded ? 'ended' : 'unknown' }
    },
  }
}

export type SheetBox = ReturnType<typeof openSheetBox>
