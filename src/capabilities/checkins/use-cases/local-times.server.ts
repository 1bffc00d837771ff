import { Temporal } from 'temporal-polyfill'

/** An instant as a `datetime-local` field of that place writes it: `2026-11-30T06:00`. */
export const localText = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** The week that the plan page proposes: next Monday at six, before the early shift, to the Sunday after at eight. */
export const proposedTimes = (given: { now: Date; timeZone: string }): { opens: string; closes: string } => {
  const today = Temporal.Instant.fromEpochMilliseconds(given.now.getTime())
    .toZonedDateTimeISO(given.timeZone)
    .toPlainDate()
  const monday = today.add({ days: 8 - today.dayOfWeek })
  return { opens: `${monday}T06:00`, closes: `${monday.add({ days: 6 })}T20:00` }
}
