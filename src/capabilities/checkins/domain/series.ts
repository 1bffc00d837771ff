import type { MemberId, OrganisationId, SeriesId, UnitId } from '#kernel/ids.ts'
import type { Attribute } from './tables/attributes.ts'

export const rhythms = ['weekly', 'fortnightly', 'monthly', 'quarterly'] as const
export type Rhythm = (typeof rhythms)[number]
/** What happens to a date on which the organisation rests. */
export const holidayRules = ['move', 'skip'] as const
export type HolidayRule = (typeof holidayRules)[number]

/** A check-in that repeats. Days are ISO days and times are read off the organisation's clock: no instant stands here. */
export type SeriesPlan = {
  readonly title: string
  readonly instrument: string
  readonly audience: readonly UnitId[]
  readonly minimumGroup: number
  readonly rhythm: Rhythm
  /** The first date; its weekday is that of all. */
  readonly firstOn: string
  /** `06:00` */
  readonly opensTime: string
  readonly daysOpen: number
  readonly holidays: readonly string[]
  readonly onHoliday: HolidayRule
  readonly reminds: boolean
  readonly paper: readonly UnitId[]
  /** By what else the results of each date are broken down. */
  readonly furtherTables: readonly Attribute[]
}

export type SeriesState = 'running' | 'paused' | 'ended'

export type Series = SeriesPlan & {
  readonly organisation: OrganisationId
  readonly id: SeriesId
  readonly state: SeriesState
  readonly createdBy: MemberId
}

/** Each is over, and its late answers in, before the next one opens. */
export const longestOpen: Record<Rhythm, number> = { weekly: 6, fortnightly: 12, monthly: 21, quarterly: 21 }

/** Keys are made this many days before a date, and everybody can read the plan from the second on. */
export const daysAhead = { prepared: 4, announced: 3 } as const

/** One date of a rhythm. `opensOn` is null where a holiday takes it. */
export type SeriesDay = { readonly plannedOn: string; readonly opensOn: string | null }

const oneDay = 86_400_000
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)
export const addDays = (day: string, days: number): string => isoDay(utc(day) + days * oneDay)

/** Whether a text is a day of our times, such as 2026-11-30. Days are compared as texts: after 9999 that would be wrong. */
export const isDay = (text: string): boolean =>
  /^2\d{3}-\d{2}-\d{2}$/.test(text) && Number.isFinite(utc(text)) && isoDay(utc(text)) === text

/** The same weekday of the month, such as the second Tuesday, so many months later; the fifth stands for the last. */
const sameWeekday = (first: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number)
  const weekday = new Date(utc(first)).getUTCDay()
  const begins = Date.UTC(year, month - 1 + months, 1)
  const earliest = 1 + ((weekday - new Date(begins).getUTCDay() + 7) % 7)
  const days = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const which = Math.ceil(day / 7)
  const wanted = earliest + (which - 1) * 7
  const last = earliest + 7 * Math.floor((days - earliest) / 7)
  return isoDay(begins + (Math.min(wanted, last) - 1) * oneDay)
}

const plannedDay = (plan: Pick<SeriesPlan, 'rhythm' | 'firstOn'>, at: number): string => {
  switch (plan.rhythm) {
    case 'weekly':
      return addDays(plan.firstOn, 7 * at)
    case 'fortnightly':
      return addDays(plan.firstOn, 14 * at)
    case 'monthly':
      return sameWeekday(plan.firstOn, at)
    case 'quarterly':
      return sameWeekday(plan.firstOn, 3 * at)
  }
}

type Dated = Pick<SeriesPlan, 'rhythm' | 'firstOn' | 'daysOpen' | 'holidays' | 'onHoliday'>

/** The next day that is no holiday, as long as the check-in is over a day before the next one is due. */
const movedFrom = (plan: Dated, given: { planned: string; next: string }): string | null => {
  const holidays = new Set(plan.holidays)
  for (let day = given.planned; addDays(day, plan.daysOpen + 1) <= given.next; day = addDays(day, 1))
    if (!holidays.has(day)) return day
  return null
}

/** The dates of a rhythm from a day on, with what holidays make of them. */
export const daysOf = (plan: Dated, given: { from: string; count: number }): SeriesDay[] => {
  const found: SeriesDay[] = []
  for (let at = 0; found.length < given.count; at++) {
    const planned = plannedDay(plan, at)
    const isFree = !plan.holidays.includes(planned)
    const opensOn = isFree
      ? planned
      : plan.onHoliday === 'move'
        ? movedFrom(plan, { planned, next: plannedDay(plan, at + 1) })
        : null
    if ((opensOn ?? planned) >= given.from) found.push({ plannedOn: planned, opensOn })
  }
  return found
}
