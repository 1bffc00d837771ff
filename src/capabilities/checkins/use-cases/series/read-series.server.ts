import type { Actor } from '#capabilities/people/index.ts'
import { isId, type SeriesId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../../checkins.server.ts'
import { findSeries, listSeries, listSeriesDates } from '../../data/series.server.ts'
import { listWaves } from '../../data/waves.server.ts'
import { cardOf, type SurveyCard } from '../../domain/instrument-card.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { addDays, daysAhead, daysOf, longestOpen, type Series } from '../../domain/series.ts'
import type { SeriesFields } from '../../domain/series-fields.ts'
import { showWave, type WaveShown } from '../../domain/wave-shown.ts'
import { mayPlanWaves } from '../../policy.server.ts'
import { instrumentsOf } from '../instruments-of.server.ts'
import { type PlanChoices, readPlanChoices } from '../read-plan-choices.server.ts'
import { timesOf, todayAt } from './times-of-day.server.ts'

type On = { checkins: Checkins; actor: Actor }

/** One date as its planner sees it: a wave, skipped by somebody, taken by a holiday, in trouble, or simply to come. */
export type DateShown = {
  readonly plannedOn: string
  readonly isMoved: boolean
  readonly times: { readonly opensAt: Date; readonly closesAt: Date } | null
  readonly wave: WaveShown | null
  readonly isSkipped: boolean
  readonly problem: CheckinRefusal | null
}

export type SeriesShown = {
  readonly series: Pick<Series, 'id' | 'title' | 'state' | 'rhythm' | 'firstOn' | 'opensTime' | 'daysOpen'>
  readonly coming: readonly DateShown[]
  /** Newest first. */
  readonly past: readonly DateShown[]
  /** Which modules take which turn, as their questions are worded now; null where nothing takes turns. */
  readonly survey: SurveyCard | null
}

const shown = 8

/** Every series, for those who plan. */
export const readSeriesList = async (on: On): Promise<SeriesShown['series'][]> => {
  if (!mayPlanWaves(on.actor)) return []
  const all = await on.checkins.database.inOrganisation(on.actor.organisation.id, listSeries)
  return all.map(present)
}

const present = ({ id, title, state, rhythm, firstOn, opensTime, daysOpen }: Series) => ({
  id,
  title,
  state,
  rhythm,
  firstOn,
  opensTime,
  daysOpen,
})

/** One series with its coming and its past dates. */
export const readSeries = async (
  input: { series: string },
  on: On,
): Promise<Result<SeriesShown, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.series)) return refuse({ code: 'checkins/not-found' })
  const id = input.series as SeriesId
  const { timeZone } = actor.organisation
  return checkins.database.inOrganisation<Result<SeriesShown, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const series = await findSeries(tx, id)
      if (!series) return refuse({ code: 'checkins/not-found' })
      const waves = new Map((await listWaves(tx)).map((wave) => [wave.id, wave]))
      const known = await listSeriesDates(tx, id)
      const now = checkins.clock.now()
      const today = todayAt(now, timeZone)
      const show = (plannedOn: string, opensOn: string | null): DateShown => {
        const date = known.get(plannedOn)
        const wave = date?.wave ? waves.get(date.wave) : undefined
        const times = opensOn === null ? null : timesOf({ on: opensOn, plan: series, timeZone })
        return {
          plannedOn,
          isMoved: opensOn !== null && opensOn !== plannedOn,
          times: wave ? { opensAt: wave.opensAt, closesAt: wave.closesAt } : times,
          wave: wave ? showWave(wave) : null,
          isSkipped: date?.isSkipped ?? false,
          problem: date?.problem ? (JSON.parse(date.problem) as CheckinRefusal) : null,
        }
      }
      const days = series.state === 'ended' ? [] : daysOf(series, { from: today, count: shown })
      const coming = days
        .map(({ plannedOn, opensOn }) => show(plannedOn, opensOn))
        .filter(({ times }) => times === null || times.opensAt > now)
      const isComing = new Set(coming.map(({ plannedOn }) => plannedOn))
      const past = [...known.values()]
        .filter(({ plannedOn }) => !isComing.has(plannedOn))
        .map(({ plannedOn }) => show(plannedOn, plannedOn))
        .toReversed()
      const instrument = (await instrumentsOf(tx, checkins)).get(series.instrument)
      const { language } = actor.organisation
      const survey = instrument ? (cardOf(instrument, actor.language ?? language).survey ?? null) : null
      return accept({ series: present(series), coming, past, survey })
    },
  )
}

/** What the series page begins with: the series that is changed, or what we propose. */
export const readSeriesChoices = async (
  input: { series?: string | undefined },
  on: On,
): Promise<Result<Omit<PlanChoices, 'fields'> & { fields: SeriesFields }, CheckinRefusal>> => {
  const choices = await readPlanChoices({}, on)
  if (!choices.ok) return choices
  const { fields, ...rest } = choices.value
  if (input.series === undefined) {
    const today = todayAt(on.checkins.clock.now(), on.actor.organisation.timeZone)
    const proposed = fields.opens.slice(0, 10)
    const isEarly = proposed < addDays(today, daysAhead.prepared)
    return accept({
      ...rest,
      fields: {
        ...fields,
        rhythm: 'weekly',
        firstOn: isEarly ? addDays(proposed, 7) : proposed,
        opensTime: '06:00',
        daysOpen: longestOpen.weekly,
        holidays: '',
        onHoliday: 'move',
      },
    })
  }
  if (!isId(input.series)) return refuse({ code: 'checkins/not-found' })
  const id = input.series as SeriesId
  const series = await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) =>
    findSeries(tx, id),
  )
  if (!series) return refuse({ code: 'checkins/not-found' })
  const { organisation: _, id: __, state: ___, createdBy: ____, ...plan } = series
  return accept({
    ...rest,
    fields: {
      ...plan,
      who: plan.audience.length === 0 ? 'everybody' : 'some',
      holidays: plan.holidays.join('\n'),
    },
  })
}
