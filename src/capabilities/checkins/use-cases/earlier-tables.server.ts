import type { WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { listPlacings } from '../data/further.server.ts'
import { listWaves } from '../data/waves.server.ts'
import type { Attribute } from '../domain/tables/attributes.ts'
import type { EarlierTable, PlannedTable } from '../domain/tables/categories.ts'

/** How each check-in that was announced and not cancelled placed people by this attribute, the newest first. */
export const earlierTables = async (tx: Tx, attribute: Attribute): Promise<EarlierTable[]> => {
  const waves = await listWaves(tx, ['announced', 'open', 'closing', 'released'])
  const tables: EarlierTable[] = []
  for (const { id, furtherTables } of waves)
    if (furtherTables.includes(attribute)) tables.push(await tableOf(tx, { wave: id, attribute }))
  return tables.filter(({ people }) => people.size > 0)
}

const tableOf = async (tx: Tx, of: { wave: WaveId; attribute: Attribute }): Promise<EarlierTable> => {
  const rows = (await listPlacings(tx, of.wave)).filter(({ attribute }) => attribute === of.attribute)
  return {
    categories: [...new Set(rows.map(({ category }) => category))],
    people: new Map(rows.map(({ member, category }) => [member, category])),
  }
}

/** Under which name the change of a category stands beside those of units. */
export const changeKey = (on: { attribute: string; category: string }): string =>
  `${on.attribute}/${on.category}`

/** How many people joined or left each category since the wave before; of a table that it had not, nothing is known. */
export const tableChanges = async (
  tx: Tx,
  given: { previous: WaveId; planned: readonly PlannedTable[] },
): Promise<Map<string, number>> => {
  const changes = new Map<string, number>()
  for (const { attribute, categories } of given.planned) {
    const { people } = await tableOf(tx, { wave: given.previous, attribute })
    if (people.size === 0) continue
    for (const { id: category, members } of categories) {
      const before = new Set([...people].flatMap(([member, one]) => (one === category ? [member] : [])))
      const changed = new Set(members).symmetricDifference(before).size
      changes.set(changeKey({ attribute, category }), changed)
    }
  }
  return changes
}
