import { type Forest, readForest, type TreeNode } from './forest.ts'
import { NOBODY, type OpenPeople, openPeople } from './open-people.ts'

/** One way to treat a subtree, and how it came about: the best known for its state. */
type Row = {
  readonly state: number
  readonly weight: number
  /** Decides between equal weights: higher nodes first, then nodes with more people. */
  readonly tie: number
  readonly left: Row | null
  readonly right: Row | null
  /** The node that this step publishes, or -1. */
  readonly publishes: number
}

/**
 * Chooses which nodes of a forest may be published, each with the answers of everyone beneath it, so that nobody
 * can subtract published nodes from each other and reach a group that is too small or of one mind.
 *
 * Promise: every published node, and every rest that stays when its nearest published descendants are taken
 * away from it, is empty or has at least `k` people who (with `homogeneity`) did not all give one answer; a
 * published node is never empty. Among all such sets the summed weight is the greatest possible.
 *
 * `own` holds people per answer category; `weight` gives what publishing a node is worth (default 1 each, at
 * least 0). Equal sums: more and higher nodes first, then nodes with more people, then by id. The order of
 * `nodes` never matters. Time grows with nodes × states², where few of the 1 + k × (categories + 1) states
 * survive pruning. Throws RangeError on a malformed tree, k or weight.
 *
 * Method, proof sketch and limits: README.md.
 */
export const publishTree = (given: {
  nodes: readonly TreeNode[]
  k: number
  homogeneity: boolean
  weight?: (id: string) => number
}): Set<string> => {
  const { nodes, k, homogeneity, weight = () => 1 } = given
  if (!Number.isSafeInteger(k) || k < 1)
    throw new RangeError('k must be a whole number of people, at least 1')
  const forest = readForest(nodes)
  const people = openPeople({ k, homogeneity, width: forest.width })
  const merge = merger(people)
  const tie = ties(forest)

  const tables = forest.own.map((own): Row[] => [leaf(people.of(own))])
  const chosen: Row[] = []
  for (let index = forest.ids.length - 1; index >= 0; index--) {
    const worth = weight(forest.ids[index] ?? '')
    if (!Number.isFinite(worth) || worth < 0) throw new RangeError('a weight must be a number, at least 0')
    let table = tables[index] ?? []
    const total = forest.totals[index] ?? []
    if (people.isSafe(people.of(total))) {
      table = withPublication({ table, people, node: index, weight: worth, tie: tie(index) })
    }
    const above = tables[forest.parents[index] ?? -1]
    if (above) tables[forest.parents[index] ?? -1] = merge(above, table)
    else chosen.push(table.reduce(better))
    tables[index] = []
  }
  return new Set(publishedIn(chosen).map((index) => forest.ids[index] ?? ''))
}

const leaf = (state: number): Row => ({ state, weight: 0, tie: 0, left: null, right: null, publishes: -1 })

const isBetter = (a: { weight: number; tie: number }, b: { weight: number; tie: number }) =>
  a.weight > b.weight || (a.weight === b.weight && a.tie > b.tie)

const better = (a: Row, b: Row): Row => (isBetter(b, a) ? b : a)

/** Publishing closes the open rest, so only an empty or a safe rest allows it; above, nobody stays open. */
const withPublication = (given: {
  table: Row[]
  people: OpenPeople
  node: number
  weight: number
  tie: number
}): Row[] => {
  const { table, people, node } = given
  const allowed = table.filter(({ state }) => state === NOBODY || people.isSafe(state))
  if (allowed.length === 0) return table
  const below = allowed.reduce(better)
  const row: Row = {
    state: NOBODY,
    weight: below.weight + given.weight,
    tie: below.tie + given.tie,
    left: below,
    right: null,
    publishes: node,
  }
  const same = table.find(({ state }) => state === NOBODY)
  const best = same ? better(row, same) : row
  return [...table.filter(({ state }) => state !== NOBODY), best]
}

/** Joins the ways to treat two separate sets of people; keeps the best per state and drops what never wins. */
const merger = (people: OpenPeople) => {
  const best: (Row | undefined)[] = new Array(people.states)
  return (a: readonly Row[], b: readonly Row[]): Row[] => {
    const touched: number[] = []
    for (const left of a) {
      for (const right of b) {
        const state = people.join(left.state, right.state)
        const weight = left.weight + right.weight
        const tie = left.tie + right.tie
        const known = best[state]
        if (known && !isBetter({ weight, tie }, known)) continue
        if (!known) touched.push(state)
        best[state] = { state, weight, tie, left, right, publishes: -1 }
      }
    }
    const rows: Row[] = []
    for (const state of touched) {
      const row = best[state]
      if (row) rows.push(row)
      best[state] = undefined
    }
    return withoutDominated({ rows, people })
  }
}

/**
 * More open people of more minds can do whatever fewer can, so a row that is not worth more than such a row is
 * dropped. Nobody open is a class of its own: only a safe rest can do all that it can.
 */
const withoutDominated = ({ rows, people }: { rows: Row[]; people: OpenPeople }): Row[] => {
  if (rows.length < 2) return rows
  const bestOf = new Map<number, Row>()
  let safe: Row | undefined
  return rows
    .sort((a, b) => b.state - a.state)
    .filter((row) => {
      if (row.state === NOBODY) return !safe || isBetter(row, safe)
      const answer = people.answerOf(row.state)
      const rivals = [bestOf.get(people.mixed), bestOf.get(answer)]
      if (rivals.some((rival) => rival && !isBetter(row, rival))) return false
      if (people.isSafe(row.state)) safe = row
      bestOf.set(answer, row)
      return true
    })
}

const ties = ({ ids, depths, totals }: Forest) => {
  const people = totals.map((counts) => counts.reduce((sum, count) => sum + count, 0))
  const everyone = people.reduce((sum, count) => sum + count, 0) + 1
  const deepest = ids.reduce((most, _, index) => Math.max(most, depths[index] ?? 0), 0)
  return (index: number) => (deepest + 1 - (depths[index] ?? 0)) * everyone + (people[index] ?? 0)
}

const publishedIn = (chosen: readonly Row[]): number[] => {
  const published: number[] = []
  const waiting: Row[] = [...chosen]
  for (let row = waiting.pop(); row; row = waiting.pop()) {
    if (row.publishes >= 0) published.push(row.publishes)
    if (row.left) waiting.push(row.left)
    if (row.right) waiting.push(row.right)
  }
  return published.sort((a, b) => a - b)
}
