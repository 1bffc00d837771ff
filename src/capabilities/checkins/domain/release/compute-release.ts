import { leaks, publishTree, type TreeNode } from '#packages/small-cells/index.ts'
import type { ReportingPlan } from '../reporting-groups.ts'
import { everyone, tableName } from '../tables/attributes.ts'
import type { FrozenPlan } from '../tables/frozen-plan.ts'
import { type Section, sensitiveMinimum } from '../wave.ts'
import { type Counts, checkCounts, type FurtherCounts, nothing } from './counts.ts'
import type {
  AskedQuestion,
  Cell,
  ReleaseDocument,
  ReleasedItem,
  ReleasedUnit,
  ReleasedWave,
} from './document.ts'
import { findingsIn } from './findings.ts'
import { resultOf } from './result-of.ts'
import { readSeries, type Series } from './series.ts'
import { comparisonIn, trendOf } from './trend.ts'

/** The smallest and the largest minimum group that a release may be made with. */
const BOUNDS = { least: 5, most: 20 }

export type ReleaseInput = {
  readonly wave: ReleasedWave
  /** As it was fixed before the wave opened. */
  readonly plan: ReportingPlan & Pick<FrozenPlan, 'tables'>
  readonly items: readonly AskedQuestion[]
  readonly sections?: readonly Section[] | undefined
  /** Per reporting group, per item: how many chose each option, in the order of the options. Skipped: not counted. */
  readonly counts: Counts
  /** Of further tables: per table, per category, how many chose each option. */
  readonly further?: FurtherCounts
  /** Ballots that were opened, and people who were asked. */
  readonly ballots: number
  readonly eligible: number
  readonly k: number
  /** Groups of which nothing is counted: who stands above one is not whole this time, and compared with no other time. */
  readonly leftOut?: readonly string[]
  /** Releases before this one, in any order; those of another instrument or audience are left aside. */
  readonly earlier: readonly ReleaseDocument[]
  /** How many people joined or left each planned unit, with all beneath it, since the wave before. */
  readonly changes: ReadonlyMap<string, number>
}

/**
 * Makes the one release of a wave. Each item is decided by its own answers: the tree rule with homogeneity over
 * the units that the plan gives a result, everyone asked first. An audit that shares no code with that choice
 * follows, and on any finding nothing is released: it throws. So do counts that cannot be (more answers than
 * people, options that were not offered). What is hidden leaves no trace in the document.
 *
 * Does not read a clock: the same input gives the same document, so a closing that is run again can compare.
 */
export const computeRelease = (given: ReleaseInput): ReleaseDocument => {
  const { wave, plan, items, ballots, eligible, k, earlier, leftOut = [] } = given
  if (!Number.isSafeInteger(k) || k < BOUNDS.least || k > BOUNDS.most) {
    throw new RangeError(`a minimum group lies between ${BOUNDS.least} and ${BOUNDS.most}`)
  }
  checkCounts(given)
  const series = readSeries({ wave, root: plan.nodes[0]?.unit, earlier, links: plan.links })
  const released = items.map((item) => releaseItem({ item, given, series }))
  return {
    format: 1,
    wave: namedIn(wave),
    k,
    participation:
      ballots < k || leftOut.length > 0 ? null : Math.min(90, Math.round((10 * ballots) / eligible) * 10),
    units: plan.nodes.map(
      (node): ReleasedUnit => ({
        id: node.unit,
        parent: node.parent,
        name: node.name,
        depth: node.depth,
        reported: node.reported,
        with: node.reported === 'with' ? node.with : null,
      }),
    ),
    waves: [...series.waves, wave].map(({ id, title, opensOn, closesOn }) => ({
      id,
      title,
      opensOn,
      closesOn,
    })),
    items: released,
    ...(series.links.units.length > 0 ? { links: series.links } : {}),
    ...(given.sections ? { sections: given.sections } : {}),
    // Findings are about everyone asked; a counterpart was asked of some.
    findings:
      leftOut.length > 0
        ? []
        : findingsIn(released.filter(({ counterpartOf }) => counterpartOf === undefined)),
  }
}

const namedIn = ({ id, title, instrument, opensOn, closesOn, publishedAt }: ReleasedWave): ReleasedWave => ({
  id,
  title,
  instrument: { id: instrument.id, version: instrument.version },
  opensOn,
  closesOn,
  publishedAt,
})

const releaseItem = (from: { item: AskedQuestion; given: ReleaseInput; series: Series }): ReleasedItem => {
  const { item, given, series } = from
  const { changes } = given
  const k = item.sensitive ? Math.max(given.k, sensitiveMinimum) : given.k
  const nodes = item.sensitive ? wholeOf(treeOf(from), apartOf(from)) : treeOf(from)
  const root = nodes[0]?.id
  const published = publishTree({
    nodes,
    k,
    homogeneity: true,
    weight: (id) => (id === root ? nodes.length : 1),
  })
  const found = leaks({ nodes, published, k, homogeneity: true })
  if (found.length > 0)
    throw new Error(`nothing is released: ${item.id} would leak at ${found.length} places`)

  const totals = totalsOf(nodes)
  const torn = aboveLeftOut(nodes, given.leftOut ?? [])
  const cells = nodes.map(({ id }): Cell => {
    const now = published.has(id) ? resultOf({ item, counts: totals.get(id) ?? [] }) : null
    const whole = torn.has(id) ? null : now
    const trend = trendOf({ past: series.pastOf({ item, unit: id }), now: whole, change: changes.get(id), k })
    if (!now) return { unit: id, shown: false, trend }
    return { unit: id, ...now, before: comparisonIn(trend), trend }
  })
  const options = item.options.map(({ value, label }) => ({ value, label }))
  return {
    id: item.id,
    text: item.text,
    options,
    report: item.report,
    ...(item.words ? { words: item.words } : {}),
    ...(item.counterpartOf === undefined ? {} : { counterpartOf: item.counterpartOf }),
    ...(item.sensitive ? { sensitive: true } : {}),
    cells,
  }
}

/** The units that have a result of their own, each below the nearest such unit, with its group's answers. */
export const treeOf = ({ item, given }: { item: AskedQuestion; given: ReleaseInput }): TreeNode[] => {
  const homes = new Map<string, string>()
  const nodes: TreeNode[] = []
  for (const node of given.plan.nodes) {
    const parent = node.parent === null ? null : (homes.get(node.parent) ?? null)
    if (node.reported === 'with') {
      if (parent === null) throw new RangeError('everyone asked must have a result of its own')
      homes.set(node.unit, parent)
      continue
    }
    homes.set(node.unit, node.unit)
    nodes.push({ id: node.unit, parent, own: given.counts.get(node.unit)?.get(item.id) ?? nothing(item) })
  }
  return nodes
}

/** These groups and all above them. */
const aboveLeftOut = (nodes: readonly TreeNode[], leftOut: readonly string[]): Set<string> => {
  const torn = new Set(leftOut)
  for (const { id, parent } of nodes.toReversed()) if (parent !== null && torn.has(id)) torn.add(parent)
  // What is asked of everyone alone has no other place.
  if (leftOut.length > 0 && nodes[0]) torn.add(nodes[0].id)
  return torn
}

/** Everyone asked as one group: what is never broken down by team cannot be worked out for one. */
const wholeOf = (nodes: readonly TreeNode[], apart: readonly number[] | undefined): TreeNode[] => {
  const [root] = nodes
  return root ? [{ ...root, own: apart ?? totalsOf(nodes).get(root.id) ?? root.own }] : []
}

/** What was answered in ballots of its own, under one key for everyone; undefined where it came with all the rest. */
const apartOf = ({ item, given }: { item: AskedQuestion; given: ReleaseInput }) =>
  given.plan.tables?.apart.includes(item.id)
    ? (given.further?.get(tableName({ attribute: everyone, block: item.id }))?.get(everyone) ?? nothing(item))
    : undefined

const totalsOf = (nodes: readonly TreeNode[]): Map<string, number[]> => {
  const totals = new Map(nodes.map(({ id, own }) => [id, [...own]]))
  for (const { id, parent } of nodes.toReversed()) {
    const above = parent === null ? undefined : totals.get(parent)
    totals.get(id)?.forEach((count, option) => {
      if (above) above[option] = (above[option] ?? 0) + count
    })
  }
  return totals
}
