import type { SeriesId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { listEligible } from '../../data/eligible.server.ts'
import { listSeries } from '../../data/series.server.ts'
import { listWaves } from '../../data/waves.server.ts'
import { type AskedOtherwise, type Warning, warningsOf } from '../../domain/asking-too-often.ts'
import { daysOf, type SeriesPlan } from '../../domain/series.ts'
import { staffOfAudience } from '../plan-from-staff.server.ts'
import { timesOf, todayAt } from './times-of-day.server.ts'

const month = 31 * 86_400_000

/** What a lead should know before she says yes: who else asks the same people in these months, and how much. */
export const warnOfSeries = async (
  tx: Tx,
  given: {
    series: SeriesId | undefined
    plan: SeriesPlan & { items: number }
    dates: readonly { opensAt: Date; closesAt: Date }[]
    now: Date
    timeZone: string
  },
): Promise<Warning[]> => {
  const { plan, dates, now } = given
  const staff = (await staffOfAudience(tx, plan.audience))?.staff ?? []
  const asked = new Set<string>(staff.map(({ id }) => id))
  const others: AskedOtherwise[] = []
  const since = new Date(now.getTime() - month)
  for (const wave of await listWaves(tx, ['draft', 'announced', 'open', 'closing', 'released'])) {
    const isOwn = wave.series !== null && wave.series === given.series
    if (isOwn || wave.closesAt < since) continue
    // What another series will ask is looked at below, by its dates.
    if (wave.series !== null && wave.opensAt > now) continue
    const people =
      wave.state === 'draft'
        ? ((await staffOfAudience(tx, wave.audience))?.staff ?? []).map(({ id }) => id)
        : (await listEligible(tx, wave.id)).map(({ member }) => member)
    if (people.some((id) => asked.has(id)))
      others.push({ ...wave, isSameAudience: isSame(wave.audience, plan.audience) })
  }
  for (const other of await listSeries(tx)) {
    if (other.id === given.series || other.state !== 'running') continue
    const people = (await staffOfAudience(tx, other.audience))?.staff ?? []
    if (!people.some(({ id }) => asked.has(id))) continue
    const isSameAudience = isSame(other.audience, plan.audience)
    for (const { opensOn } of daysOf(other, { from: todayAt(now, given.timeZone), count: 12 })) {
      if (opensOn === null) continue
      const times = timesOf({ on: opensOn, plan: other, timeZone: given.timeZone })
      others.push({ title: other.title, isSameAudience, ...times })
    }
  }
  return warningsOf({ rhythm: plan.rhythm, items: plan.items, dates, others })
}

const isSame = (left: readonly string[], right: readonly string[]) =>
  [...left].sort().join() === [...right].sort().join()
