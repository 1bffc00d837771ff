import { createHmac } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSecrets } from '../secrets.server.ts'

export type SecretCheck = { file: string; check: string }

const folderOf = (dataDir: string) => join(dataDir, 'secrets')
const checkOf = (options: { dataDir: string; file: string }): string =>
  createHmac('sha256', openSecrets(options.dataDir).derive('backup', options.file))
    .update(readFileSync(join(folderOf(options.dataDir), options.file)))
    .digest('base64url')

/**
 * By what each file of `secrets/` is known again. The hashes are keyed with the site's own secret: they tell nothing to
 * whoever has the backup alone.
 */
export const describeSecrets = (dataDir: string): SecretCheck[] =>
  existsSync(join(folderOf(dataDir), 'site.json'))
    ? readdirSync(folderOf(dataDir))
        .filter((file) => !file.endsWith('.new'))
        .sort()
        .map((file) => ({ file, check: checkOf({ dataDir, file }) }))
    : []

/** The files of `secrets/` that the site of a backup had, and this folder lacks or has otherwise. */
export const findStrangeSecrets = (given: {
  dataDir: string
  described: readonly SecretCheck[]
}): string[] => {
  const { dataDir, described } = given
  if (described.length === 0) return []
  const here = new Map(describeSecrets(dataDir).map(({ file, check }) => [file, check]))
  return described.filter(({ file, check }) => here.get(file) !== check).map(({ file }) => file)
}
