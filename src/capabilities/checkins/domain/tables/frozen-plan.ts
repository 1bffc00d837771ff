import type { ReportingPlan } from '../reporting-groups.ts'
import { type Attribute, everyone } from './attributes.ts'
import type { FurtherTable } from './further.ts'

/** A category as it is frozen with a wave: how many were asked in it, and what was too small alone. */
export type FrozenCategory = {
  readonly id: string
  readonly name: string
  readonly eligible: number
  readonly pooled: readonly string[]
}

/**
 * What is frozen of the further tables: their categories, the blocks of each, and how many people stand in each group and
 * category at once, which anybody can count who knows the staff list. `cells` names a group, then a category for each
 * attribute in the order of `attributes`.
 */
export type FrozenTables = {
  readonly attributes: readonly {
    readonly attribute: Attribute
    readonly categories: readonly FrozenCategory[]
  }[]
  /** The blocks of those attributes, and of everyone. */
  readonly blocks: readonly string[]
  readonly apart: readonly string[]
  readonly cells: readonly (readonly [at: readonly string[], people: number])[]
}

/** Format 2 has further tables, format 1 had none. */
export type FrozenPlan = {
  readonly format: 1 | 2
  readonly groups: readonly Omit<ReportingPlan['groups'][number], 'members'>[]
  readonly nodes: ReportingPlan['nodes']
  /** How trends go on where units were reorganised; left out where they are what they were. */
  readonly links?: NonNullable<ReportingPlan['links']>
  readonly tables?: FrozenTables
}

/** A plan without the people in it, as it is kept and as its hash stands in the manifest. */
export const frozenPlan = (given: { plan: ReportingPlan; further: readonly FurtherTable[] }): FrozenPlan => {
  const { plan, further } = given
  const groups = plan.groups.map(({ members: _, ...group }) => group)
  const links = plan.links ? { links: plan.links } : {}
  if (further.length === 0) return { format: 1, groups, nodes: plan.nodes, ...links }
  const byAttribute = new Map(
    further.flatMap(({ attribute, categories }) =>
      attribute === everyone ? [] : [[attribute, categories] as const],
    ),
  )
  const named = further.filter(({ attribute }) => attribute !== everyone)
  const apart = further.filter(({ attribute }) => attribute === everyone)
  const blocks = [...new Set(named.map(({ block }) => block))]
  return {
    format: 2,
    groups,
    nodes: plan.nodes,
    ...links,
    tables: {
      attributes: [...byAttribute].map(([attribute, categories]) => ({
        attribute,
        categories: categories.map(({ id, name, members, pooled }) => ({
          id,
          name,
          eligible: members.length,
          pooled,
        })),
      })),
      blocks,
      apart: apart.map(({ block }) => block),
      cells: byAttribute.size === 0 ? [] : cellsOf({ plan, categories: [...byAttribute.values()] }),
    },
  }
}

const cellsOf = (given: {
  plan: ReportingPlan
  categories: readonly FurtherTable['categories'][]
}): FrozenTables['cells'] => {
  const places = given.categories.map(
    (categories) => new Map(categories.flatMap(({ id, members }) => members.map((member) => [member, id]))),
  )
  const cells = new Map<string, [string[], number]>()
  for (const { id, members } of given.plan.groups) {
    for (const member of members) {
      const at = [id, ...places.map((place) => place.get(member) ?? '')]
      const key = JSON.stringify(at)
      const cell = cells.get(key) ?? [at, 0]
      cell[1]++
      cells.set(key, cell)
    }
  }
  return [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell)
}
