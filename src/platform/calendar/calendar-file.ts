import ical, { ICalAlarmType } from 'ical-generator'

export type CalendarEntry = {
  /** The same for the same entry: a calendar that has it already changes it instead of having two. */
  id: string
  title: string
  words?: string | undefined
  address?: string | undefined
  /** A day, 2026-11-30. */
  on: string
  /** 08:30 by the clock wherever the device is; without it the entry is for the whole day. */
  at?: string | undefined
  minutes?: number | undefined
  /** Whether the calendar says something when it begins. */
  reminds?: boolean | undefined
  madeAt: Date
}

/**
 * An entry for a calendar, as a file (RFC 5545). A time is written without a zone, so that half past eight stays half
 * past eight where she is.
 */
export const calendarFile = (entry: CalendarEntry): string => {
  const { id, title, words, address, on, at, minutes = 15, reminds = false, madeAt } = entry
  const start = new Date(`${on}T${at ?? '00:00'}:00Z`)
  const calendar = ical({ prodId: { company: 'Kith', product: 'Kith' } })
  const event = calendar.createEvent({
    id,
    stamp: madeAt,
    start,
    summary: title,
    description: words ?? null,
    url: address ?? null,
    ...(at === undefined
      ? { allDay: true }
      : { floating: true, end: new Date(start.getTime() + minutes * 60_000) }),
  })
  if (reminds) event.createAlarm({ type: ICalAlarmType.display, trigger: 0, description: title })
  return calendar.toString()
}
