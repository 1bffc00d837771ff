import type { ReportingPlan } from '../reporting-groups.ts'

/**
 * The plan with the groups that answer on paper. A chosen unit stands for all that is beneath it, and takes with it
 * everybody who shares its group, because a key has one way: somebody without a device always keeps a way to answer.
 */
export const onPaper = (plan: ReportingPlan, chosen: readonly string[]): ReportingPlan => {
  if (chosen.length === 0) return plan
  const units = new Set(chosen)
  // Parents stand before their children.
  for (const { unit, parent } of plan.nodes) if (parent !== null && units.has(parent)) units.add(unit)
  return {
    ...plan,
    groups: plan.groups.map((group) =>
      group.units.some((unit) => units.has(unit)) ? { ...group, way: 'paper' } : group,
    ),
  }
}
