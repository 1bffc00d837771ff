import { Temporal } from 'temporal-polyfill'
import {
  type InventedReply,
  type Invention,
  inventReleasedWaves,
} from '#capabilities/checkins/index.demo.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { SeriesId } from '#kernel/ids.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { timeZone } from './hospital.ts'
import { simulateAnswers } from './simulate-answers.ts'
import { makeStaff } from './staff.ts'

/** How many of the newest weeks are broken down by site, too. */
const bySite = 3

/** Weeks since each quarterly survey, the oldest first. */
const quartersAgo = [45, 32, 19, 6]

/** Weekly releases of the series up to last week, and quarterly ones over the year, made up once and called fictional in their titles. */
export const inventPastWeeks = async (
  site: Composition,
  given: { lead: Actor; weeks: number; today: string; series: SeriesId },
): Promise<void> => {
  const started = new Map(makeStaff({ today: given.today }).map(({ name, startOn }) => [name, startOn]))
  const today = dayOf(site.clock.now())
  const mondays = Array.from({ length: given.weeks }, (_, week) =>
    today.subtract({ days: today.dayOfWeek - 1 }).subtract({ weeks: given.weeks - week }),
  )
  const at = (day: Temporal.PlainDate, time: string) =>
    new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
  const isThere = (monday: Temporal.PlainDate): Invention['isThere'] => {
    return ({ name }) => (started.get(name) ?? '') <= monday.toString()
  }
  const quarters = quartersAgo.map((weeks) => today.subtract({ days: today.dayOfWeek - 1, weeks }))
  const past: Invention[] = [
    ...quarters.map((monday, quarter) => ({
      title: m.demo_past_quarter({ day: sayDay(monday) }),
      instrument: 'quarterly-survey',
      opensAt: at(monday, '06:00'),
      closesAt: at(monday.add({ days: 13 }), '20:00'),
      isThere: isThere(monday),
      replies: repliesTo(6),
      simulate: (asked: Parameters<Invention['simulate']>[0]) =>
        simulateAnswers({ ...asked, week: 3 * quarter }),
    })),
    ...mondays.map((monday, week) => ({
      title: m.demo_past_title({ day: sayDay(monday) }),
      instrument: 'weekly-five',
      series: { id: given.series, plannedOn: monday.toString() },
      // The lead began to ask by site lately: the newest weeks show it, and how it goes on.
      furtherTables: week >= given.weeks - bySite ? (['workplace'] as const) : [],
      opensAt: at(monday, '06:00'),
      // All is counted a day later, on Saturday evening.
      closesAt: at(monday.add({ days: 4 }), '20:00'),
      isThere: isThere(monday),
      replies: repliesTo(given.weeks - week),
      simulate: (asked: Parameters<Invention['simulate']>[0]) => simulateAnswers({ ...asked, week }),
    })),
  ]
  await inventReleasedWaves(
    past.toSorted((a, b) => a.opensAt.getTime() - b.opensAt.getTime()),
    { checkins: site.checkins, actor: given.lead },
  )
}

/** Most weeks were answered, not all; the newest waits. Of what was promised one thing is done and one is not. */
const repliesTo = (weeksAgo: number): InventedReply[] => {
  if (weeksAgo % 4 === 2)
    return [
      {
        stance: 'will',
        what: m.demo_reply_meeting(),
        dueAfter: 12,
        ...(weeksAgo > 3 ? { outcome: { kind: 'done', words: m.demo_reply_meeting_done(), after: 10 } } : {}),
      },
      { stance: 'will-not', what: m.demo_reply_parking(), because: m.demo_reply_parking_because() },
    ]
  if (weeksAgo % 4 === 0)
    return [
      {
        stance: 'will',
        what: m.demo_reply_breaks(),
        dueAfter: 14,
        outcome: { kind: 'not-done', words: m.demo_reply_breaks_not(), after: 16 },
      },
    ]
  return []
}

export const dayOf = (at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

export const sayDay = (day: Temporal.PlainDate): string =>
  day.toLocaleString('en-GB', { day: 'numeric', month: 'long' })
