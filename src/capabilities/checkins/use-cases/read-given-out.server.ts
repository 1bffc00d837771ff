import type { WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { GivenOut } from '../closing/leave-out-overfull.ts'
import { ofTeams } from '../closing/tally.ts'
import { listGroups } from '../data/eligible.server.ts'
import { countTableTickets } from '../data/further.server.ts'
import { countTickets } from '../data/heads.server.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import { readSheetFile, sheetFileOf } from '../keys/sheet-file.server.ts'

/** How many tickets of each table were given out in a wave, and how many sheets were made for groups on paper. */
export const readGivenOut = async (tx: Tx, of: { wave: WaveId; dataDir: string }): Promise<GivenOut> => {
  const { wave } = of
  const sheets = await readSheetFile(sheetFileOf(of))
  const tickets = new Map(
    (await countTickets(tx, { wave, table: reportingGroupsTable })).map((one) => [one.group, one.tickets]),
  )
  const teams = (await listGroups(tx, wave)).map(({ id, way, key_id }): [string, number] => [
    id,
    way === 'paper' ? (sheets[key_id.toString('base64url')]?.good.length ?? 0) : (tickets.get(id) ?? 0),
  ])
  const tables = Map.groupBy(await countTableTickets(tx, wave), ({ table }) => table)
  return new Map([
    [ofTeams, new Map(teams)],
    ...[...tables].map(
      ([table, rows]) => [table, new Map(rows.map((row) => [row.category, row.tickets]))] as const,
    ),
  ])
}
