import type { Rhythm } from './series.ts'
import { quietDaysBetweenAudiences } from './wave.ts'

/** So many questions take about a minute a week, and never more than a small form in all. */
export const mostItems: Record<Rhythm, number> = { weekly: 6, fortnightly: 12, monthly: 20, quarterly: 40 }

/** More than once a week, and people stop answering. */
export const mostInFourWeeks = 4

export type AskedOtherwise = {
  readonly title: string
  readonly opensAt: Date
  readonly closesAt: Date
  /** Whether exactly the same teams are asked. */
  readonly isSameAudience: boolean
}

export type Warning =
  | { readonly code: 'many-items'; readonly items: number; readonly most: number }
  | {
      readonly code: 'too-often'
      readonly times: number
      readonly most: number
      readonly titles: readonly string[]
    }
  | { readonly code: 'overlaps'; readonly title: string; readonly days: number }

const oneDay = 86_400_000

/**
 * What a lead should know before she says yes to a series. `others` are the check-ins that ask some of the same people,
 * announced or planned. None of this forbids anything by itself; an overlap is refused when its date is announced.
 */
export const warningsOf = (given: {
  rhythm: Rhythm
  items: number
  dates: readonly { opensAt: Date; closesAt: Date }[]
  others: readonly AskedOtherwise[]
}): Warning[] => {
  const { rhythm, items, dates, others } = given
  const warnings: Warning[] = []
  if (items > mostItems[rhythm]) warnings.push({ code: 'many-items', items, most: mostItems[rhythm] })
  const all = [...dates.map((date) => ({ ...date, title: null })), ...others]
  let times = 0
  const titles = new Set<string>()
  for (const { opensAt } of dates) {
    const near = all.filter((one) => {
      const after = one.opensAt.getTime() - opensAt.getTime()
      return after >= 0 && after < 28 * oneDay
    })
    times = Math.max(times, near.length)
    if (near.length > mostInFourWeeks) for (const { title } of near) if (title !== null) titles.add(title)
  }
  if (times > mostInFourWeeks)
    warnings.push({ code: 'too-often', times, most: mostInFourWeeks, titles: [...titles] })
  const clashing = new Set(
    others
      .filter((one) => !one.isSameAudience && dates.some((date) => isNear(date, one)))
      .map(({ title }) => title),
  )
  for (const title of clashing) warnings.push({ code: 'overlaps', title, days: quietDaysBetweenAudiences })
  return warnings
}

type Span = { opensAt: Date; closesAt: Date }
const isNear = (left: Span, right: Span): boolean =>
  Math.max(
    right.opensAt.getTime() - left.closesAt.getTime(),
    left.opensAt.getTime() - right.closesAt.getTime(),
  ) <
  quietDaysBetweenAudiences * oneDay
