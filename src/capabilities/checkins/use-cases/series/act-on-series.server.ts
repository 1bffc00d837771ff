import type { Actor } from '#capabilities/people/index.ts'
import { isId, type SeriesId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import {
  deleteSeriesDate,
  findSeriesForUpdate,
  listSeriesDates,
  saveSeriesDate,
  setSeriesState,
} from '../../data/series.server.ts'
import { deleteDraft, findWaveForUpdate } from '../../data/waves.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { isDay, type SeriesState } from '../../domain/series.ts'
import { mayPlanWaves } from '../../policy.server.ts'
import { dropDrafts } from './drop-drafts.server.ts'

type Input = { series: string; act: 'pause' | 'resume' | 'end' }
type On = { checkins: Checkins; actor: Actor }

const becomes: Record<Input['act'], { state: SeriesState; note: string }> = {
  pause: { state: 'paused', note: 'series-paused' },
  resume: { state: 'running', note: 'series-resumed' },
  end: { state: 'ended', note: 'series-ended' },
}

/** Pauses a series, lets it go on, or ends it for good. What was announced runs on. */
export const actOnSeries = async (
  input: Input,
  on: On,
): Promise<Result<{ series: SeriesId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.series)) return refuse({ code: 'checkins/not-found' })
  const id = input.series as SeriesId
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Result<{ series: SeriesId }, CheckinRefusal>>(
    organisation,
    async (tx) => {
      const series = await findSeriesForUpdate(tx, id)
      if (!series) return refuse({ code: 'checkins/not-found' })
      if (series.state === 'ended') return refuse({ code: 'checkins/series-is-over' })
      const { state, note: act } = becomes[input.act]
      if (state === series.state) return accept({ series: id })
      if (state !== 'running') await dropDrafts(tx, id)
      await setSeriesState(tx, { id, state })
      await note({
        tx,
        clock: checkins.clock,
        organisation,
        actor: actor.member.id,
        act,
        facts: { series: id },
      })
      return accept({ series: id })
    },
  )
}

/** Skips one date that was not announced yet, or puts it back. */
export const skipDate = async (
  input: { series: string; plannedOn: string; isSkipped: boolean },
  on: On,
): Promise<Result<{ series: SeriesId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.series) || !isDay(input.plannedOn)) return refuse({ code: 'checkins/not-found' })
  const id = input.series as SeriesId
  const { plannedOn, isSkipped } = input
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Result<{ series: SeriesId }, CheckinRefusal>>(
    organisation,
    async (tx) => {
      const series = await findSeriesForUpdate(tx, id)
      if (!series) return refuse({ code: 'checkins/not-found' })
      if (series.state === 'ended') return refuse({ code: 'checkins/series-is-over' })
      const known = (await listSeriesDates(tx, id)).get(plannedOn)
      const made = known?.wave ? await findWaveForUpdate(tx, known.wave) : undefined
      if (made && made.state !== 'draft') return refuse({ code: 'checkins/date-is-announced' })
      if (made) await deleteDraft(tx, made.id)
      const date = { organisation, series: id, plannedOn, wave: null, isSkipped, problem: null }
      if (isSkipped) await saveSeriesDate(tx, date)
      else await deleteSeriesDate(tx, date)
      await note({
        tx,
        clock: checkins.clock,
        organisation,
        actor: actor.member.id,
        act: isSkipped ? 'series-date-skipped' : 'series-date-taken-back',
        facts: { series: id, day: plannedOn },
      })
      return accept({ series: id })
    },
  )
}
