import type { SeriesId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { deleteSeriesDate, listSeriesDates } from '../../data/series.server.ts'
import { deleteDraft, findWaveForUpdate } from '../../data/waves.server.ts'

/** Takes back the dates that were prepared and not announced; their keys are destroyed by the rhythm. */
export const dropDrafts = async (tx: Tx, series: SeriesId): Promise<void> => {
  for (const { plannedOn, wave, isSkipped } of (await listSeriesDates(tx, series)).values()) {
    if (isSkipped) continue
    const made = wave && (await findWaveForUpdate(tx, wave))
    if (made && made.state !== 'draft') continue
    if (made) await deleteDraft(tx, made.id)
    await deleteSeriesDate(tx, { series, plannedOn })
  }
}
