import type { OrganisationId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { findManifestNumbered } from '../../data/chain.server.ts'
import { listEntriesOfWave } from '../../data/further.server.ts'
import { type GroupLines, lineOf, readEntry } from '../../domain/manifest/group-lines.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'

/**
 * Every line under the roots of one announcement, for anybody: sizes and hashes, no names. Undefined where no
 * announcement has this number on the public chain.
 */
export const readGroupLines = async (
  wish: { of: number },
  on: { checkins: Checkins; organisation: OrganisationId },
): Promise<GroupLines | undefined> => {
  const { of } = wish
  return on.checkins.database.inOrganisation(on.organisation, async (tx) => {
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
}
