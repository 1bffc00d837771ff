import type { Forecast } from './likelihood.ts'
import type { UnitLink } from './linking/series-links.ts'
import type { PlannedNode, ReportingPlan } from './reporting-groups.ts'
import type { TablesShown } from './tables/tables-shown.ts'

/** A plan as its page shows it: sizes and names of units, and never who is in them. */
export type PlanShown = {
  readonly minimumGroup: number
  readonly eligible: number
  readonly nodes: readonly PlannedNode[]
  readonly chances: readonly Forecast[]
  /** The response of earlier waves, from 0 to 1; null where there was none. */
  readonly response: number | null
  /** With whom somebody of each unit is counted; units without people of their own are not there. */
  readonly readers: readonly PlanReader[]
  readonly paper: readonly PlanPaper[]
  /** Where units were reorganised: from what each trend goes on, or that it begins anew. */
  readonly links: readonly UnitLink[]
  /** By what else results may be broken down; left out where that cannot be said yet. */
  readonly tables?: TablesShown
}

export type PlanReader = {
  readonly unit: string
  readonly name: string
  readonly group: string
  readonly people: number
}

/** A group that answers on paper: with it, every unit that is counted in it. */
export type PlanPaper = { readonly group: string; readonly units: readonly string[]; readonly sheets: number }

/** Leaves out the members of each group: a plan is read by people who may not know who they are. */
export const showPlanOf = (given: {
  plan: ReportingPlan
  forecast: readonly Forecast[]
  response: number | null
  minimumGroup: number
}): PlanShown => ({
  minimumGroup: given.minimumGroup,
  eligible: given.plan.groups.reduce((sum, { eligible }) => sum + eligible, 0),
  nodes: given.plan.nodes,
  chances: given.forecast,
  response: given.response,
  readers: given.plan.groups.flatMap(({ name: group, eligible: people, units, unitNames }) =>
    units.map((unit, at) => ({ unit, name: unitNames[at] ?? '', group, people })),
  ),
  paper: paperOf(given.plan.groups),
  links: given.plan.links?.[0]?.units ?? [],
})

export type PlanSums = { readonly teams: number; readonly alone: number; readonly pooled: number }

/** The teams below the whole that have somebody in them, and how many of them have a result of their own. */
export const sumsOf = (nodes: readonly PlannedNode[]): PlanSums => {
  const teams = nodes.filter(({ depth, people }) => depth > 0 && people > 0)
  const pooled = teams.filter(({ reported }) => reported === 'with').length
  return { teams: teams.length, alone: teams.length - pooled, pooled }
}

/** The groups of a plan that answer on paper, in its order. */
export const paperOf = (groups: ReportingPlan['groups']): PlanPaper[] =>
  groups
    .filter(({ way }) => way === 'paper')
    .map(({ name, unitNames, eligible }) => ({ group: name, units: unitNames, sheets: eligible }))
