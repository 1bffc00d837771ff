import { Temporal } from 'temporal-polyfill'

/** What a `datetime-local` field of that place says (2026-11-30T09:00), as an instant; null where it says none. */
export const instantOf = (local: string, timeZone: string): string | null => {
  try {
    const at = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone)
    return new Date(at.epochMilliseconds).toISOString()
  } catch {
    return null
  }
}

/** An instant as such a field writes it; empty where there is none. */
export const localOf = (at: Date | null, timeZone: string): string =>
  at === null
    ? ''
    : Temporal.Instant.fromEpochMilliseconds(at.getTime())
        .toZonedDateTimeISO(timeZone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })
