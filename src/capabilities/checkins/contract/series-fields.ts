import * as v from 'valibot'
import { holidayRules, rhythms } from '../domain/series.ts'
import type { SeriesFields } from '../domain/series-fields.ts'

const one = (longest: number) => v.fallback(v.pipe(v.string(), v.maxLength(longest), v.excludes('\0')), '')
const number = v.fallback(v.pipe(v.string(), v.toNumber(), v.integer()), 0)

const Sent = v.object({
  title: one(500),
  instrument: one(80),
  who: v.fallback(v.picklist(['everybody', 'some']), 'everybody'),
  audience: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)), []),
  minimumGroup: number,
  rhythm: v.fallback(v.picklist(rhythms), 'weekly'),
  firstOn: one(20),
  opensTime: one(10),
  daysOpen: number,
  holidays: one(4000),
  onHoliday: v.fallback(v.picklist(holidayRules), 'move'),
  reminds: v.boolean(),
  furtherTables: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(10)), []),
  paper: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)), []),
})

/** What a browser sent, to be shown again; whether it makes a series is decided by `readSeriesPlan`. */
export const readSeriesFields = (sent: FormData): SeriesFields =>
  v.parse(Sent, {
    ...Object.fromEntries(sent),
    audience: sent.getAll('audience'),
    paper: sent.getAll('paper'),
    furtherTables: sent.getAll('furtherTables'),
    reminds: sent.has('reminds'),
  })
