import { createHash } from 'node:crypto'
import type { MemberId } from '#kernel/ids.ts'
import type { StoredCategory, StoredTableKey } from '../data/further.server.ts'
import { lineOf } from '../domain/manifest/group-lines.ts'
import { type GroupEntry, hashOfPeople, type ManifestTable, namesShown } from '../domain/manifest/manifest.ts'
import { buildTree } from '../domain/manifest/merkle.ts'
import type { FurtherTable } from '../domain/tables/further.ts'
import type { TicketKeyLine } from '../keys/key-file.server.ts'

/** Gives each category of each further table its key, in their order, and puts each table under a root of its own. */
export const writeTables = async (given: {
  tables: readonly FurtherTable[]
  keys: readonly TicketKeyLine[]
  names: ReadonlyMap<string, string>
}): Promise<{ tables: ManifestTable[]; categories: StoredCategory[]; keys: StoredTableKey[] }> => {
  const { tables, names } = given
  const categories = new Map<string, StoredCategory & { hash: string }>()
  for (const { attribute, categories: planned } of tables) {
    for (const [position, { id, name, members }] of planned.entries()) {
      const key = JSON.stringify([attribute, id])
      if (categories.has(key)) continue
      const people = members.map((member) => names.get(member) ?? '').sort()
      categories.set(key, {
        attribute,
        id,
        name,
        position,
        eligible: members.length,
        people: people.length <= namesShown ? people : null,
        members: members as readonly MemberId[],
        hash: await hashOfPeople(people),
      })
    }
  }
  const stored: StoredTableKey[] = []
  const roots: ManifestTable[] = []
  let used = 0
  for (const { table, attribute, block, categories: planned } of tables) {
    const keyed = planned.flatMap(({ id }) => {
      const category = categories.get(JSON.stringify([attribute, id]))
      const spki = given.keys[used++]?.spki
      if (!category || spki === undefined) throw new Error('A further table has more categories than keys.')
      const entry: GroupEntry = {
        table,
        group: id,
        name: category.name,
        eligible: category.eligible,
        keyId: createHash('sha256').update(Buffer.from(spki, 'base64url')).digest('base64url'),
        spki,
        people: category.hash,
        units: [],
      }
      return [{ id, entry, text: JSON.stringify(entry) }]
    })
    const tree = await buildTree(await Promise.all(keyed.map(({ entry }) => lineOf(entry))))
    roots.push({ table, groups: keyed.length, root: tree.root })
    for (const [at, { id, entry, text }] of keyed.entries())
      stored.push({
        table,
        attribute,
        block,
        category: id,
        keyId: Buffer.from(entry.keyId, 'base64url'),
        spki: Buffer.from(entry.spki, 'base64url'),
        entry: text,
        path: tree.paths[at] ?? [],
      })
  }
  const kept = [...categories.values()].map(({ hash: _, ...category }) => category)
  return { tables: roots, categories: kept, keys: stored }
}
