import { listStaff, listUnits, type StaffMember, type StaffUnit } from '#capabilities/people/index.server.ts'
import type { Result } from '#kernel/result.ts'
import { accept, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { onPaper } from '../domain/paper/on-paper.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { planReportingGroups, type ReportingPlan } from '../domain/reporting-groups.ts'
import { earlierPlans, type PlannedWave } from './earlier-plans.server.ts'

/**
 * Who would be asked now, and in which groups their answers would be counted, so that no difference from an earlier
 * check-in shows a few people.
 */
export const planFromStaff = async (
  tx: Tx,
  asked: PlannedWave & { minimumGroup: number; paper?: readonly string[] },
): Promise<Result<ReportingPlan, CheckinRefusal>> => {
  const audience = await staffOfAudience(tx, asked.audience)
  if (!audience) return refuse({ code: 'checkins/audience-unknown' })
  const { units, staff } = audience
  const plan = planReportingGroups({
    units,
    eligible: staff.map(({ id, unit, leads }) => ({ member: id, unit, leads })),
    k: asked.minimumGroup,
    earlier: await earlierPlans(tx, asked),
  })
  return plan.ok ? accept(onPaper(plan.value, asked.paper ?? [])) : refuse(plan.refusal)
}

/** The people of an audience and their units as they are now; undefined when a chosen unit is not there. */
export const staffOfAudience = async (
  tx: Tx,
  audience: readonly string[],
): Promise<{ units: StaffUnit[]; staff: StaffMember[] } | undefined> => {
  const units = unitsOfAudience(await listUnits(tx), audience)
  if (!units) return undefined
  const inside = new Set<string>(units.map(({ id }) => id))
  return { units, staff: (await listStaff(tx)).filter(({ unit }) => inside.has(unit)) }
}

/** @returns the chosen subtrees, everything where none is chosen, or undefined when a chosen unit is not there. */
const unitsOfAudience = (
  units: readonly StaffUnit[],
  audience: readonly string[],
): StaffUnit[] | undefined => {
  if (audience.length === 0) return [...units]
  const children = new Map<string | null, StaffUnit[]>()
  for (const unit of units) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit])
  const chosen = new Map<string, StaffUnit>()
  const waiting = audience.map((id) => units.find((unit) => unit.id === id))
  while (waiting.length > 0) {
    const unit = waiting.pop()
    if (!unit) return undefined
    if (chosen.has(unit.id)) continue
    chosen.set(unit.id, unit)
    waiting.push(...(children.get(unit.id) ?? []))
  }
  return [...chosen.values()]
}
