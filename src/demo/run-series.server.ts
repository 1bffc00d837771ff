import type { Temporal } from 'temporal-polyfill'
import {
  keepSeries,
  previewSeries,
  readReleaseHeads,
  readSeriesList,
  skipDate,
} from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { SeriesId } from '#kernel/ids.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { must } from './must.ts'
import { dayOf } from './past-weeks.server.ts'

const week = 7 * 86_400_000

/**
 * Every Monday, as the wellbeing lead planned it three weeks before the first of the weeks that were made up. The dates
 * that lie within the check-in that is open now are skipped, so that nobody is asked twice.
 */
export const runSeries = async (
  site: Composition,
  given: { lead: Actor; weeks: number },
): Promise<SeriesId> => {
  const on = { checkins: site.checkins, actor: given.lead }
  const today = dayOf(site.clock.now())
  const firstOn = today.subtract({ days: today.dayOfWeek - 1, weeks: given.weeks })
  const there = (await readSeriesList(on)).find(({ title }) => title === m.demo_series_title())
  const series = there?.id ?? (await planSeries(site, { ...given, firstOn, today }))
  if ((await readReleaseHeads(on)).length > 0) return series
  for (const monday of [0, 1].map((ahead) => firstOn.add({ weeks: given.weeks + ahead })))
    must(await skipDate({ series, plannedOn: monday.toString(), isSkipped: true }, on))
  return series
}

const planSeries = async (
  site: Composition,
  given: { lead: Actor; weeks: number; firstOn: Temporal.PlainDate; today: Temporal.PlainDate },
): Promise<SeriesId> => {
  const christmas = given.today.with({ month: 12, day: 25 })
  const fields = {
    title: m.demo_series_title(),
    instrument: 'weekly-five',
    who: 'everybody',
    audience: [],
    minimumGroup: 8,
    rhythm: 'weekly',
    firstOn: given.firstOn.toString(),
    opensTime: '06:00',
    daysOpen: 6,
    holidays: `${christmas}\n${christmas.add({ days: 1 })}`,
    onHoliday: 'move',
    reminds: true,
    paper: [],
  } as const
  const longAgo = new Date(site.clock.now().getTime() - (given.weeks + 3) * week)
  const checkins = { ...site.checkins, clock: { now: () => longAgo } }
  const on = { checkins, actor: given.lead }
  const seen = must(await previewSeries({ fields }, on))
  return must(await keepSeries({ fields, seal: seen.seal }, on)).series
}

/** The quarterly survey from five weeks from now on; those that were made up stand before it. */
export const runQuarters = async (site: Composition, given: { lead: Actor }): Promise<void> => {
  const on = { checkins: site.checkins, actor: given.lead }
  const title = m.demo_series_quarter()
  if ((await readSeriesList(on)).some((series) => series.title === title)) return
  const today = dayOf(site.clock.now())
  const fields = {
    title,
    instrument: 'quarterly-survey',
    who: 'everybody',
    audience: [],
    minimumGroup: 8,
    rhythm: 'quarterly',
    firstOn: today.add({ days: 8 - today.dayOfWeek, weeks: 5 }).toString(),
    opensTime: '06:00',
    daysOpen: 13,
    holidays: '',
    onHoliday: 'move',
    reminds: true,
    paper: [],
  } as const
  const seen = must(await previewSeries({ fields }, on))
  must(await keepSeries({ fields, seal: seen.seal }, on))
}
