import type { Actor } from '#capabilities/people/index.ts'
import { newId, type SeriesId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { findSeriesForUpdate, saveSeries } from '../../data/series.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import type { SeriesFields } from '../../domain/series-fields.ts'
import { dropDrafts } from './drop-drafts.server.ts'
import { preview } from './preview-series.server.ts'

/**
 * Says yes to a series, new or changed, as it was shown. A change holds from the next date that was not announced yet;
 * what was announced stands. From here on each date is prepared and announced by itself.
 */
export const keepSeries = (
  input: { series?: string | undefined; fields: SeriesFields; seal: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ series: SeriesId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Result<{ series: SeriesId }, CheckinRefusal>>(
    organisation,
    async (tx) => {
      const seen = await preview(tx, input, on)
      if (!seen.ok) return seen
      const before = input.series && (await findSeriesForUpdate(tx, input.series as SeriesId))
      if (input.series !== undefined && !before) return refuse({ code: 'checkins/not-found' })
      if (before && before.state === 'ended') return refuse({ code: 'checkins/series-is-over' })
      if (seen.value.seal !== input.seal) return refuse({ code: 'checkins/dates-have-changed' })
      const id = before ? before.id : newId<SeriesId>()
      if (before) await dropDrafts(tx, before.id)
      await saveSeries(tx, {
        ...seen.value.plan,
        organisation,
        id,
        state: before ? before.state : 'running',
        createdBy: before ? before.createdBy : actor.member.id,
      })
      await note({
        tx,
        clock: checkins.clock,
        organisation,
        actor: actor.member.id,
        act: before ? 'series-changed' : 'series-planned',
        facts: { series: id },
      })
      return accept({ series: id })
    },
  )
}
