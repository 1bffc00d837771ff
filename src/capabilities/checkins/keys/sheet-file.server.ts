import { createHash, createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WaveId } from '#kernel/ids.ts'
import { codeFrom } from '../domain/paper/code.ts'
import { type Beside, waveFolder, writeBeside } from './key-file.server.ts'

/**
 * What the site knows of the printed codes of one wave, in one file of the data folder (mode 0600) and nowhere else:
 * by the key of each group, the hashes of the codes that are good, and of those that a later printing ended; and a secret,
 * without which no ballot follows from a code. The codes themselves exist on paper only. Never in the database, never in a
 * backup; destroyed with the wave's keys.
 */
export type SheetsOfGroup = {
  /**
   * How often sheets were made, with these; when (ISO 8601, UTC), and where they lie. Here and not in the database alone,
   * so that whatever is killed, what people read of their sheets is what is true of these codes.
   */
  readonly printing: number
  readonly at: string
  readonly lie: string | null
  readonly good: readonly string[]
  readonly ended: readonly string[]
  /** 32 bytes of chance, base64url. */
  readonly secret: string
}
export type SheetFile = Readonly<Record<string, SheetsOfGroup>>

export const sheetFileOf = (options: { dataDir: string; wave: WaveId }): string =>
  join(waveFolder(options.dataDir), `${options.wave}.sheets`)

/** Ninety bits of chance make a plain hash enough; the wave keeps a code from standing for another one. */
export const hashOfCode = (given: { wave: WaveId; code: string }): string =>
  createHash('sha256').update(`kith sheet 1 ${given.wave} ${given.code}`).digest('base64url')

/** @returns nothing of any group where no sheets were made, or only such as no ballot can be made from any more. */
export const readSheetFile = async (file: string): Promise<SheetFile> => {
  if (!existsSync(file)) return {}
  const read = JSON.parse(await readFile(file, 'utf8')) as Record<string, Partial<SheetsOfGroup>>
  return Object.fromEntries(
    Object.entries(read).filter((one): one is [string, SheetsOfGroup] => {
      const { secret, printing } = one[1]
      return secret !== undefined && printing !== undefined
    }),
  )
}

/**
 * From what the ballot of a sheet is made: code and secret, so that a kept copy of codes leads nowhere once the file is
 * destroyed, nor before without it.
 */
export const seedOfCode = (given: { secret: string; code: string }): Buffer =>
  createHmac('sha256', Buffer.from(given.secret, 'base64url'))
    .update(`kith sheet seed 2 ${given.code}`)
    .digest()

export type SheetsReady = Beside & {
  /** Nobody can be shown them again. From `take` on they are good, and all that the group had before has ended. */
  readonly codes: readonly string[]
}

/**
 * Makes exactly so many new codes for a group, beside those that it has: nothing changes before `take`, so that whoever
 * asks for them may still be refused, and is left with what was good. Hashes are kept sorted, so that nothing remembers
 * the order of the sheets. The caller sees to it that nobody else writes the same file until one is taken or dropped.
 */
export const makeCodes = async (given: {
  file: string
  wave: WaveId
  keyId: string
  count: number
  printed: Pick<SheetsOfGroup, 'printing' | 'at' | 'lie'>
}): Promise<SheetsReady> => {
  const { file, wave, keyId, printed } = given
  const before = await readSheetFile(file)
  const mine = before[keyId]
  const codes = Array.from({ length: given.count }, () => codeFrom(randomBytes(18)))
  const good = codes.map((code) => hashOfCode({ wave, code })).sort()
  const ended = [...(mine?.ended ?? []), ...(mine?.good ?? [])].sort()
  const secret = randomBytes(32).toString('base64url')
  const now = { ...before, [keyId]: { ...printed, good, ended, secret } }
  return { codes, ...(await writeBeside({ file, text: JSON.stringify(now) })) }
}
