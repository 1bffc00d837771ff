import type { MemberId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** The check-ins, soon or now, that the group of a person of these entries answers on paper. */
export const listPaperRows = (tx: Tx, entries: readonly MemberId[]) =>
  of(tx)
    .selectFrom('org.wave_eligible as e')
    .innerJoin('org.wave as w', (join) =>
      join.onRef('w.organisation', '=', 'e.organisation').onRef('w.id', '=', 'e.wave'),
    )
    .innerJoin('org.wave_group as g', (join) =>
      join
        .onRef('g.organisation', '=', 'e.organisation')
        .onRef('g.wave', '=', 'e.wave')
        .onRef('g.id', '=', 'e.wave_group'),
    )
    .select([
      'w.id as wave',
      'w.title',
      'w.state',
      'w.opens_at',
      'w.closes_at',
      'g.name',
      'g.eligible',
      'g.key_id',
    ])
    .where('e.member', 'in', [...entries])
    .where('g.way', '=', 'paper')
    .where('w.state', 'in', ['announced', 'open'])
    .distinct()
    .orderBy('w.opens_at')
    .execute()

export type PaperGroup = {
  readonly id: string
  readonly name: string
  readonly eligible: number
  readonly key_id: Buffer
  readonly unit_names: string[]
  readonly sheets_made: number
  readonly sheets_made_at: Date | null
  readonly sheets_lie: string | null
}

/** The groups of a wave that answer on paper. */
export const listPaperGroups = (tx: Tx, wave: WaveId): Promise<PaperGroup[]> =>
  of(tx)
    .selectFrom('org.wave_group')
    .select(['id', 'name', 'eligible', 'key_id', 'unit_names', 'sheets_made', 'sheets_made_at', 'sheets_lie'])
    .where('wave', '=', wave)
    .where('way', '=', 'paper')
    .orderBy('position')
    .execute()

/** Notes a printing for those who look later: which sheets are good, the file of codes says. */
export const noteSheets = async (
  tx: Tx,
  given: { wave: WaveId; group: string; printing: number; at: Date; lie: string | null },
): Promise<void> => {
  await of(tx)
    .updateTable('org.wave_group')
    .set({ sheets_made: given.printing, sheets_made_at: given.at, sheets_lie: given.lie })
    .where('wave', '=', given.wave)
    .where('id', '=', given.group)
    .where('way', '=', 'paper')
    .execute()
}
