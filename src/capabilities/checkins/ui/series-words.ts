import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { clock, day, list, number } from '#ui/format.ts'
import type { Warning } from '../domain/asking-too-often.ts'
import type { Rhythm, Series, SeriesState } from '../domain/series.ts'

const count = (value: number) => number({ value, locale: getLocale() })

const rhythms: Record<Rhythm, () => string> = {
  weekly: m.series_weekly,
  fortnightly: m.series_fortnightly,
  monthly: m.series_monthly,
  quarterly: m.series_quarterly,
}
export const rhythmWords = (rhythm: Rhythm): string => rhythms[rhythm]()

const states: Record<SeriesState, () => string> = {
  running: m.series_state_running,
  paused: m.series_state_paused,
  ended: m.series_state_ended,
}
export const stateWords = (state: SeriesState): string => states[state]()

/** “Every week. The first is on Monday 30 November at 06:00, each is open for 6 days.” */
export const seriesWords = (series: Pick<Series, 'rhythm' | 'firstOn' | 'opensTime' | 'daysOpen'>): string =>
  m.series_sum({
    rhythm: rhythmWords(series.rhythm),
    first: day({ on: series.firstOn, locale: getLocale() }),
    // A time of day and no instant: any day in UTC shows it as it stands.
    time: clock({ at: `1970-01-01T${series.opensTime}:00Z`, zone: 'UTC', locale: getLocale() }),
    days: count(series.daysOpen),
  })

/** What a lead should know before she says yes. */
export const warningWords = (warning: Warning): string => {
  switch (warning.code) {
    case 'many-items':
      return m.series_warn_items({ items: count(warning.items), most: count(warning.most) })
    case 'too-often': {
      const given = { times: count(warning.times), most: count(warning.most) }
      const titles = list({ names: warning.titles, locale: getLocale() })
      return titles === '' ? m.series_warn_often(given) : m.series_warn_often_with({ ...given, titles })
    }
    case 'overlaps':
      return m.series_warn_overlap({ title: warning.title, days: count(warning.days) })
  }
}
