import type { WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { GivenOut } from '../closing/leave-out-overfull.ts'
import { ofTeams } from '../closing/tally.ts'
import { listGroups } from '../data/eligible.server.ts'
import { countTableTickets } from '../data/further.server.ts'
import { countTickets } from '../data/heads.server.ts'
import { listPaperGroups } from '../data/sheets.server.ts'
import { reportingGroupsTable } from '../domain/wave.ts'

/**
 * How many tickets of each table were given out in a wave, and how many sheets were made for groups on paper: one for each
 * person, whenever they were printed. The file of their codes is not asked: losing it must not void what came before.
 */
export const readGivenOut = async (tx: Tx, wave: WaveId): Promise<GivenOut> => {
  const sheets = new Map(
    (await listPaperGroups(tx, wave)).map((one) => [one.id, one.sheets_made > 0 ? one.eligible : 0]),
  )
  const tickets = new Map(
    (await countTickets(tx, { wave, table: reportingGroupsTable })).map((one) => [one.group, one.tickets]),
  )
  const teams = (await listGroups(tx, wave)).map(({ id, way }): [string, number] => [
    id,
    (way === 'paper' ? sheets : tickets).get(id) ?? 0,
  ])
  const tables = Map.groupBy(await countTableTickets(tx, wave), ({ table }) => table)
  return new Map([
    [ofTeams, new Map(teams)],
    ...[...tables].map(
      ([table, rows]) => [table, new Map(rows.map((row) => [row.category, row.tickets]))] as const,
    ),
  ])
}
