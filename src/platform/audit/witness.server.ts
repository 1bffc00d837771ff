import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrganisationId } from '#kernel/ids.ts'
import type { Database } from '../database/database.server.ts'
import type { Log } from '../log/log.server.ts'
import { findBreak, type Head, readHead } from './audit.server.ts'

const folderIn = (dataDir: string): string => join(dataDir, 'audit-heads')

/** How an organisation's audit ended when it was last looked at; undefined where nobody looked yet. */
export const readWitnessed = (given: { dataDir: string; organisation: OrganisationId }): Head | undefined => {
  try {
    const text = readFileSync(join(folderIn(given.dataDir), `${given.organisation}.json`), 'utf8')
    const { number, hash } = JSON.parse(text) as Head
    return { number, hash }
  } catch {
    return undefined
  }
}

/**
 * Remembers in the data folder how an organisation's audit ends. Somebody who can write to the database, and not to that
 * folder, can then neither write the whole audit anew nor drop its end: what was remembered does not fit any more, and is
 * kept as it was. Not part of any transaction, so that nothing is remembered which is then undone.
 * @returns the number of the first entry that does not fit, or null.
 */
export const witnessAudit = async (
  on: { database: Pick<Database, 'inOrganisation'>; log: Log; dataDir: string },
  organisation: OrganisationId,
): Promise<number | null> => {
  const { dataDir } = on
  const witnessed = readWitnessed({ dataDir, organisation })
  const { brokenAt, head } = await on.database.inOrganisation(organisation, async (tx) => ({
    brokenAt: await findBreak(tx, witnessed),
    head: await readHead(tx),
  }))
  if (brokenAt !== null) {
    on.log.error({ organisation, entry: brokenAt }, 'the audit of an organisation was changed from outside')
    return brokenAt
  }
  if (!head || head.hash === witnessed?.hash) return null
  const folder = folderIn(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${organisation}.json`)
  writeFileSync(`${file}.new`, JSON.stringify(head), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return null
}

/** A restore puts an earlier end in its place, and notes that in each audit. */
export const forgetWitnessed = (dataDir: string): void =>
  rmSync(folderIn(dataDir), { recursive: true, force: true })
