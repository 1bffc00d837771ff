import { sql } from 'kysely'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { MerklePath } from '../domain/manifest/merkle.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** The text of the newest daily head. */
export const findNewestHead = async (tx: Tx): Promise<string | undefined> =>
  (
    await of(tx)
      .selectFrom('org.chain_entry')
      .select('body')
      .where('kind', '=', 'head')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.body

/** How many of each group hold a ticket of a table: counted by whom it was issued to, which everybody's browser fetches. */
export const countTickets = async (
  tx: Tx,
  of: { wave: WaveId; table: string },
): Promise<{ group: string; eligible: number; tickets: number }[]> =>
  (
    await sql<{ group: string; eligible: number; tickets: number }>`
      select g.id as "group", g.eligible, count(i.member)::int as tickets
      from org.wave_group g
      left join org.wave_eligible e on e.organisation = g.organisation and e.wave = g.wave and e.wave_group = g.id
      left join org.issuance i on i.organisation = e.organisation and i.wave = e.wave and i.member = e.member
        and i.published_table = ${of.table}
      where g.wave = ${of.wave}::uuid
      group by g.id, g.eligible, g.position
      order by g.position`.execute(tx)
  ).rows

export type HeadLine = { wave: WaveId; group: string; line: string; path: MerklePath }

/** Puts the lines of the newest head in the place of those of the one before. */
export const replaceHeadLines = async (
  tx: Tx,
  given: { organisation: OrganisationId; head: number; lines: readonly HeadLine[] },
): Promise<void> => {
  await of(tx).deleteFrom('org.head_line').execute()
  for (let at = 0; at < given.lines.length; at += 500) {
    await of(tx)
      .insertInto('org.head_line')
      .values(
        given.lines.slice(at, at + 500).map(({ wave, group, line, path }) => ({
          organisation: given.organisation,
          wave,
          wave_group: group,
          head: given.head,
          line,
          path: JSON.stringify(path),
        })),
      )
      .execute()
  }
}

export const deleteHeadLines = async (tx: Tx, wave: WaveId): Promise<void> => {
  await of(tx).deleteFrom('org.head_line').where('wave', '=', wave).execute()
}
