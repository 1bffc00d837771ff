import { Temporal } from 'temporal-polyfill'
import type { SeriesPlan } from '../../domain/series.ts'

type At = { on: string; plan: Pick<SeriesPlan, 'opensTime' | 'daysOpen'>; timeZone: string }

/**
 * When a date of a series opens and closes: at the same time by the clock on the wall, so many days later, whatever is
 * done to the clocks between. A time that a clock change skips moves forward; of one that it repeats, the first is taken.
 */
export const timesOf = ({ on, plan, timeZone }: At): { opensAt: Date; closesAt: Date } => {
  const local = Temporal.PlainDate.from(on).toPlainDateTime(Temporal.PlainTime.from(plan.opensTime))
  const instant = (at: Temporal.PlainDateTime) => new Date(at.toZonedDateTime(timeZone).epochMilliseconds)
  return { opensAt: instant(local), closesAt: instant(local.add({ days: plan.daysOpen })) }
}

export const todayAt = (now: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
