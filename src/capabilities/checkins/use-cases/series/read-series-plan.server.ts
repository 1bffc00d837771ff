import { isId, type UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Instrument } from '../../domain/instrument.ts'
import { cardOf, type SurveyCard } from '../../domain/instrument-card.ts'
import { audienceOf } from '../../domain/plan-fields.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { isDay, longestOpen, type SeriesPlan } from '../../domain/series.ts'
import type { SeriesFields } from '../../domain/series-fields.ts'
import { attributes } from '../../domain/tables/attributes.ts'
import { groupBounds } from '../../domain/wave.ts'

const time = /^([01]\d|2[0-3]):[0-5]\d$/
const mostHolidays = 100

/** Reads the series page's form: whether a plan could stand as it is written, apart from who would be asked. */
export const readSeriesPlan = (
  fields: SeriesFields,
  on: { instruments: ReadonlyMap<string, Instrument>; language: string },
): Result<SeriesPlan & { items: number; turns: SurveyCard['turns'] }, CheckinRefusal> => {
  const title = fields.title.trim()
  if (title === '' || title.length > 80) return refuse({ code: 'checkins/title-missing' })
  const instrument = on.instruments.get(fields.instrument)
  if (!instrument) return refuse({ code: 'checkins/instrument-unknown' })
  const { asked: items, survey } = cardOf(instrument, on.language)
  if (items === 0) return refuse({ code: 'checkins/instrument-awaits-text' })
  if (fields.minimumGroup < groupBounds.least || fields.minimumGroup > groupBounds.most)
    return refuse({ code: 'checkins/minimum-group-out-of-range' })
  if (!isDay(fields.firstOn) || !time.test(fields.opensTime))
    return refuse({ code: 'checkins/first-day-not-readable' })
  const most = longestOpen[fields.rhythm]
  if (fields.daysOpen < 1 || fields.daysOpen > most)
    return refuse({ code: 'checkins/days-open-out-of-range', most })
  const holidays = [...new Set(fields.holidays.split(/[\s,;]+/).filter(Boolean))].sort()
  const wrong = holidays.find((day) => !isDay(day)) ?? holidays[mostHolidays]
  if (wrong !== undefined) return refuse({ code: 'checkins/holidays-not-readable', text: wrong.slice(0, 40) })
  const audience = [...new Set(audienceOf(fields))].sort() as UnitId[]
  const { who: _, ...plan } = fields
  const paper = [...new Set(fields.paper.filter(isId))].sort() as UnitId[]
  const chosen = fields.furtherTables ?? []
  const furtherTables = attributes.filter((attribute) => chosen.includes(attribute))
  return accept({
    ...plan,
    title,
    audience,
    paper,
    furtherTables,
    holidays,
    items,
    turns: survey?.turns ?? [],
  })
}
