import { Temporal } from 'temporal-polyfill'

export type PartOfDay = 'morning' | 'afternoon' | 'evening'

/** The day and its part by the clock of a place. `zone` is an IANA name; the day is ISO, 2026-11-02. */
export const todayAt = ({ now, zone }: { now: Date; zone: string }): { on: string; part: PartOfDay } => {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  const { hour } = local
  return {
    on: local.toPlainDate().toString(),
    part: hour >= 4 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening',
  }
}
