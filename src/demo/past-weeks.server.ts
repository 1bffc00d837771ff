import { Temporal } from 'temporal-polyfill'
import { inventReleasedWaves } from '#capabilities/checkins/index.demo.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { timeZone } from './hospital.ts'
import { simulateAnswers } from './simulate-answers.ts'
import { makeStaff } from './staff.ts'

/** Weekly releases up to last week, made up once and called fictional in their titles. */
export const inventPastWeeks = async (
  site: Composition,
  given: { lead: Actor; weeks: number; today: string },
): Promise<void> => {
  const started = new Map(makeStaff({ today: given.today }).map(({ name, startOn }) => [name, startOn]))
  const today = dayOf(site.clock.now())
  const mondays = Array.from({ length: given.weeks }, (_, week) =>
    today.subtract({ days: today.dayOfWeek - 1 }).subtract({ weeks: given.weeks - week }),
  )
  const at = (day: Temporal.PlainDate, time: string) =>
    new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
  await inventReleasedWaves(
    mondays.map((monday, week) => ({
      title: m.demo_past_title({ day: sayDay(monday) }),
      instrument: 'weekly-five',
      opensAt: at(monday, '06:00'),
      // All is counted a day later, on Saturday evening.
      closesAt: at(monday.add({ days: 4 }), '20:00'),
      isThere: ({ name }) => (started.get(name) ?? '') <= monday.toString(),
      simulate: (asked) => simulateAnswers({ ...asked, week }),
    })),
    { checkins: site.checkins, actor: given.lead },
  )
}

export const dayOf = (at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

export const sayDay = (day: Temporal.PlainDate): string =>
  day.toLocaleString('en-GB', { day: 'numeric', month: 'long' })
