import { listEntries } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { listPaperRows } from '../../data/sheets.server.ts'
import type { PaperCheckin } from '../../domain/paper/paper-checkin.ts'
import {
  readSheetFile,
  type SheetFile,
  type SheetsOfGroup,
  sheetFileOf,
} from '../../keys/sheet-file.server.ts'

/** What the home page tells those whose group answers on paper: the same to each of them. */
export const readPaperCheckins = (on: { checkins: Checkins; actor: Actor }): Promise<PaperCheckin[]> => {
  const { checkins, actor } = on
  return checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    const rows = await listPaperRows(tx, await listEntries(tx, actor.member.id))
    const files = new Map<string, SheetFile>()
    for (const wave of new Set(rows.map((row) => row.wave as WaveId)))
      files.set(wave, await readSheetFile(sheetFileOf({ dataDir: checkins.dataDir, wave })))
    return rows.map((row) => ({
      wave: row.wave as WaveId,
      title: row.title,
      state: row.state === 'open' ? 'open' : 'announced',
      opensAt: row.opens_at.toISOString(),
      closesAt: row.closes_at.toISOString(),
      timeZone: actor.organisation.timeZone,
      group: row.name,
      people: row.eligible,
      address: checkins.codeUrl,
      sheets: sheetsIn(files.get(row.wave)?.[row.key_id.toString('base64url')]),
    }))
  })
}

const sheetsIn = (of: SheetsOfGroup | undefined): PaperCheckin['sheets'] => ({
  made: of?.printing ?? 0,
  at: of?.at ?? null,
  lie: of?.lie ?? null,
})
