import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const LastBackup = v.object({ at: v.pipe(v.string(), v.isoTimestamp()), rows: v.number(), bytes: v.number() })

export type LastBackup = { at: Date; rows: number; bytes: number }

const fileOf = (dataDir: string) => join(dataDir, 'last-backup.json')

/** Leaves in the data folder when a backup was last finished. */
export const rememberBackup = (given: { dataDir: string } & LastBackup): void => {
  const file = fileOf(given.dataDir)
  const said = { at: given.at.toISOString(), rows: given.rows, bytes: given.bytes }
  writeFileSync(`${file}.new`, JSON.stringify(said), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

/** When a backup of this site was last finished, for its operator; undefined where none ever was, as far as this folder tells. */
export const readLastBackup = (dataDir: string): LastBackup | undefined => {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return undefined
  try {
    const said = v.safeParse(LastBackup, JSON.parse(readFileSync(file, 'utf8')))
    return said.success ? { ...said.output, at: new Date(said.output.at) } : undefined
  } catch {
    return undefined
  }
}
