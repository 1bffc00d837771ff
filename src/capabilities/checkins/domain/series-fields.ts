import type { HolidayRule, Rhythm } from './series.ts'

/** The series page as it was filled in: what somebody typed comes back to her, readable or not. */
export type SeriesFields = {
  readonly title: string
  readonly instrument: string
  readonly who: 'everybody' | 'some'
  readonly audience: readonly string[]
  readonly minimumGroup: number
  readonly rhythm: Rhythm
  readonly firstOn: string
  readonly opensTime: string
  readonly daysOpen: number
  /** One day on each line. */
  readonly holidays: string
  readonly onHoliday: HolidayRule
  readonly reminds: boolean
  readonly paper: readonly string[]
  readonly furtherTables?: readonly string[]
}
