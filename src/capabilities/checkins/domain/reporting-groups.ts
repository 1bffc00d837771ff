import { accept, type Result, refuse } from '#kernel/result.ts'
import { leaks, publishTree } from '#packages/small-cells/index.ts'
import { type Crossings, crossingsOf, type EarlierPlan } from './linking/earlier-plan.ts'
import { linkUnits, type SeriesLinks } from './linking/series-links.ts'
import { homesIn, withoutCrossings } from './linking/without-crossings.ts'
import { type AudienceUnit, readAudience } from './reporting-groups-audience.ts'

export { type AudienceUnit, EVERYONE } from './reporting-groups-audience.ts'

/** Somebody who may answer. `leads`: the units that she leads, wherever they are. */
export type EligibleMember = {
  readonly member: string
  readonly unit: string
  readonly leads?: readonly string[]
}

/** The people whose tickets are made with one key. Groups partition the eligible people, each at least k. */
export type ReportingGroup = {
  /** The unit whose people, without those of the units below that have a result of their own, these are. */
  readonly id: string
  readonly name: string
  readonly eligible: number
  /** The units whose people report here, in the order of the tree, and their names in the same order. */
  readonly units: readonly string[]
  readonly unitNames: readonly string[]
  readonly members: readonly string[]
  /** Left out: on devices. */
  readonly way?: 'paper'
}

/** A unit of the audience, in the order of the tree. `people`: everyone who counts in it or beneath it. */
export type PlannedNode = {
  readonly unit: string
  readonly parent: string | null
  readonly name: string
  readonly depth: number
  readonly people: number
} & (
  | {
      /** It has a result of its own; with `whole`, units beneath it have theirs too. */
      readonly reported: 'whole' | 'alone'
    }
  | {
      /** Its people who are in no result further down count in the result of another unit. */
      readonly reported: 'with'
      readonly with: string
      /** With `was-counted-otherwise` the difference from an earlier check-in would be too few people. */
      readonly reason: 'too-small' | 'protects-a-smaller-unit' | 'was-counted-otherwise' | 'empty'
    }
)

export type ReportingPlan = {
  readonly groups: readonly ReportingGroup[]
  readonly nodes: readonly PlannedNode[]
  /** How trends go on, for each earlier wave from which they may; left out where units are what they were. */
  readonly links?: readonly SeriesLinks[]
}

export type TooFewPeople = {
  readonly code: 'checkins/too-few-people'
  readonly eligible: number
  readonly minimum: number
}

/** With fewer people than this no wave is anonymous, whatever k is. */
export const FEWEST_ELIGIBLE = 8

/**
 * Decides whose answers are counted together: the tree rule of `small-cells`, applied to the people who may
 * answer. Everyone asked comes first, then as many units as possible; of equal choices the higher units, and
 * among siblings the smallest gives way. Several units without a parent in `units` stand below one node
 * `EVERYONE`, named after them.
 *
 * A lead counts with the unit above the one she leads (above all of them, if several), never with the people
 * she leads; at the top of the audience, where nothing is above, with the top unit itself.
 *
 * Where `earlier` check-ins counted the same people otherwise, results are given up until no difference between two
 * plans is fewer than k people (`withoutCrossings`).
 *
 * Refused when fewer than max(8, k) people are eligible. Throws RangeError when somebody is listed twice or
 * belongs nowhere in the audience, or the units are no tree.
 */
export const planReportingGroups = (given: {
  units: readonly AudienceUnit[]
  eligible: readonly EligibleMember[]
  k: number
  earlier?: readonly EarlierPlan[]
}): Result<ReportingPlan, TooFewPeople> => {
  const { units, eligible, k, earlier = [] } = given
  if (new Set(eligible.map(({ member }) => member)).size !== eligible.length) {
    throw new RangeError('somebody is listed twice')
  }
  const minimum = Math.max(FEWEST_ELIGIBLE, k)
  if (eligible.length < minimum) {
    return refuse({ code: 'checkins/too-few-people', eligible: eligible.length, minimum })
  }
  const audience = readAudience(units)
  const attached = new Map<string, string[]>(audience.units.map(({ id }) => [id, []]))
  const placed = new Map(eligible.map((person) => [person.member, audience.placeOf(person)]))
  for (const [member, unit] of placed) attached.get(unit)?.push(member)

  const nodes = audience.units.map(({ id, parent }) => ({ id, parent, own: [attached.get(id)?.length ?? 0] }))
  const wanted = publishTree({
    nodes,
    k,
    homogeneity: false,
    weight: (id) => (id === audience.root ? audience.units.length : 1),
  })
  const known = new Set(audience.units.map(({ id }) => id))
  const crossings = earlier.map((one) => crossingsOf({ earlier: one, placed, units: known, k }))
  const published = withoutCrossings({
    units: audience.units,
    published: wanted,
    k,
    crossings,
    isSafe: (published) => leaks({ nodes, published, k, homogeneity: false }).length === 0,
  })
  const homes = homesIn(audience, published)
  const parents = new Set<string>()
  for (const { id, parent } of audience.units) {
    const above = parent === null ? undefined : homes.get(parent)
    if (published.has(id) && above !== undefined) parents.add(above)
  }
  const home = (id: string) => homes.get(id) ?? id
  const links = linksOf({ units: audience.units, home, earlier, crossings })
  return accept({
    groups: groupsOf({ units: audience.units, attached, home }),
    nodes: nodesOf({
      units: audience.units,
      attached,
      home,
      hasResultsBelow: (id) => parents.has(id),
      k,
      isGivenUp: (id) => wanted.has(id) && !published.has(id),
    }),
    ...(links.some(({ units }) => units.length > 0) ? { links } : {}),
  })
}

const linksOf = (given: {
  units: readonly AudienceUnit[]
  home: (id: string) => string
  earlier: readonly EarlierPlan[]
  crossings: readonly Crossings[]
}): SeriesLinks[] => {
  const nodes = given.units.map(({ id, parent }) => ({ unit: id, parent, home: given.home(id) }))
  return given.earlier.flatMap(({ wave, nodes: then, isOfSeries }, at) =>
    isOfSeries
      ? [
          {
            since: wave,
            units: linkUnits({ nodes, earlier: then, crossings: given.crossings[at] ?? new Map() }),
          },
        ]
      : [],
  )
}

type Planned = {
  units: readonly (AudienceUnit & { depth: number })[]
  attached: ReadonlyMap<string, readonly string[]>
  home: (id: string) => string
}

const groupsOf = ({ units, attached, home }: Planned): ReportingGroup[] => {
  const names = new Map(units.map(({ id, name }) => [id, name]))
  const groups = new Map<string, { units: string[]; unitNames: string[]; members: string[] }>()
  for (const { id } of units) if (home(id) === id) groups.set(id, { units: [], unitNames: [], members: [] })
  for (const { id, name } of units) {
    const members = attached.get(id) ?? []
    const group = groups.get(home(id))
    if (members.length === 0 || !group) continue
    group.units.push(id)
    group.unitNames.push(name)
    for (const member of members) group.members.push(member)
  }
  return [...groups]
    .filter(([, { members }]) => members.length > 0)
    .map(([id, group]) => ({ id, name: names.get(id) ?? '', eligible: group.members.length, ...group }))
}

const nodesOf = (
  given: Planned & {
    hasResultsBelow: (id: string) => boolean
    isGivenUp: (id: string) => boolean
    k: number
  },
): PlannedNode[] => {
  const { units, attached, home, hasResultsBelow, isGivenUp, k } = given
  const totals = new Map(units.map(({ id }) => [id, attached.get(id)?.length ?? 0]))
  for (const { id, parent } of units.toReversed()) {
    if (parent !== null) totals.set(parent, (totals.get(parent) ?? 0) + (totals.get(id) ?? 0))
  }
  return units.map(({ id, parent, name, depth }) => {
    const people = totals.get(id) ?? 0
    const node = { unit: id, parent, name, depth, people }
    if (home(id) === id) return { ...node, reported: hasResultsBelow(id) ? 'whole' : 'alone' }
    const large = isGivenUp(id) ? 'was-counted-otherwise' : 'protects-a-smaller-unit'
    const reason = people === 0 ? 'empty' : people < k ? 'too-small' : large
    return { ...node, reported: 'with', with: home(id), reason }
  })
}
