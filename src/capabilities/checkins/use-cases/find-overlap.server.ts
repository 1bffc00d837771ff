import type { Tx } from '#platform/database/database.server.ts'
import { listEligible } from '../data/eligible.server.ts'
import { listWaves } from '../data/waves.server.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import { quietDaysBetweenAudiences, type Wave } from '../domain/wave.ts'

const day = 86_400_000

/**
 * A wave of another audience that shares people with this one and lies too near in time: the difference of the two
 * results could say something of the few who were asked only once.
 */
export const findOverlap = async (
  tx: Tx,
  given: { wave: Wave; plan: ReportingPlan },
): Promise<{ title: string; days: number } | undefined> => {
  const { wave, plan } = given
  const asked = new Set(plan.groups.flatMap((group) => group.members))
  const others = await listWaves(tx, ['announced', 'open', 'closing', 'released'])
  for (const other of others) {
    if (sameAudience(other, wave) || daysBetween(other, wave) >= quietDaysBetweenAudiences) continue
    const people = await listEligible(tx, other.id)
    if (people.some(({ member }) => asked.has(member)))
      return { title: other.title, days: quietDaysBetweenAudiences }
  }
  return undefined
}

const sameAudience = (left: Wave, right: Wave) =>
  [...left.audience].sort().join() === [...right.audience].sort().join()

const daysBetween = (left: Wave, right: Wave): number => {
  const gap = Math.max(
    right.opensAt.getTime() - left.closesAt.getTime(),
    left.opensAt.getTime() - right.closesAt.getTime(),
  )
  return gap / day
}
