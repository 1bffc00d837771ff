import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { OrganisationId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { findManifestNumbered } from '../../data/chain.server.ts'
import { listEntriesOfWave } from '../../data/further.server.ts'
import { type GroupLines, lineOf, readEntry } from '../../domain/manifest/group-lines.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'

/** The lines as they go out: the same bytes for everybody. */
export type ServedLines = { readonly text: string; readonly gzip: Uint8Array<ArrayBuffer> }

/** As many announcements as browsers ask for at one time on a site of some organisations; a big one holds half a megabyte. */
const mostKept = 24
type Kept = Map<string, Promise<ServedLines | undefined>>
const keptBy = new WeakMap<Checkins['database'], Kept>()

/**
 * Every line under the roots of one announcement, for anybody: sizes and hashes, no names. What was announced never
 * changes, so it is read and compressed once, however many ask at a time. Undefined where no announcement has this
 * number on the public chain.
 */
export const readGroupLines = async (
  wish: { of: number },
  on: { checkins: Pick<Checkins, 'database'>; organisation: OrganisationId },
): Promise<ServedLines | undefined> => {
  const { database } = on.checkins
  const kept: Kept = keptBy.get(database) ?? new Map()
  keptBy.set(database, kept)
  const name = `${on.organisation} ${wish.of}`
  const lines = kept.get(name) ?? serve(database, { ...wish, organisation: on.organisation })
  // What was asked for last is kept longest.
  kept.delete(name)
  kept.set(name, lines)
  try {
    const served = await lines
    // A number that nobody announced may be announced later, and takes no other's place.
    if (!served) kept.delete(name)
    else for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
    return served
  } catch (error) {
    kept.delete(name)
    throw error
  }
}

const serve = async (
  database: Checkins['database'],
  given: { of: number; organisation: OrganisationId },
): Promise<ServedLines | undefined> => {
  const lines = await linesOf(database, given)
  if (!lines) return undefined
  const text = JSON.stringify(lines)
  return { text, gzip: new Uint8Array(await promisify(gzip)(text)) }
}

const linesOf = (
  database: Checkins['database'],
  { of, organisation }: { of: number; organisation: OrganisationId },
): Promise<GroupLines | undefined> =>
  database.inOrganisation(organisation, async (tx) => {
    const found = await findManifestNumbered(tx, of)
    if (!found?.wave) return undefined
    const byTable = new Map<string, Promise<string>[]>()
    for (const { table, entry: text } of await listEntriesOfWave(tx, found.wave)) {
      const entry = readEntry(text)
      if (!entry) throw new Error('A group was kept that cannot be read.')
      const lines = byTable.get(table) ?? []
      byTable.set(table, lines)
      lines.push(lineOf(entry))
    }
    const { tables } = JSON.parse(found.body) as Manifest
    const lines = tables.map(({ table }) => Promise.all(byTable.get(table) ?? []))
    return { format: 'kith-groups/1', of, tables: await Promise.all(lines) }
  })
