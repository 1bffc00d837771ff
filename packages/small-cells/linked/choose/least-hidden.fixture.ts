import loadHighs from 'highs'
import { auditSystem } from '../derive/audit-system.ts'
import type { Solver } from '../derive/solver.ts'
import { figuresOf, isFigure, type System } from '../input/system.ts'
import { type Target, targetsIn } from '../judge/targets.ts'
import type { Network } from '../network/network.ts'
import { piecesOf } from './first-choice.ts'
import { networkOfFigures } from './network-of-figures.ts'

/** So much of what these figures count for has to be hidden, if `if` is: the sum of factors of those hidden. */
type Cut = { readonly factors: ReadonlyMap<number, number>; readonly least: number; readonly if: number }

/** The most that can flow from one node to another within rooms that may be fractions, and the cut that limits it. */
const mostFlow = (given: {
  network: Network
  from: number
  to: number
  without: number
  room: (arc: number, isForward: boolean) => number
  enough: number
}): { value: number; side: Uint8Array } => {
  const { network, from, to, without, room, enough } = given
  const { nodes, tail, head, starts, arcs } = network
  const sent = new Map<number, number>()
  const left = (arc: number, isForward: boolean) =>
    room(arc, isForward) - (isForward ? 1 : -1) * (sent.get(arc) ?? 0)
  const via = new Int32Array(nodes)
  for (let value = 0; ; ) {
    const side = new Uint8Array(nodes)
    const queue = [from]
    side[from] = 1
    for (let next = 0; next < queue.length && !side[to]; next++) {
      const node = queue[next] ?? 0
      for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
        const arc = arcs[at] ?? 0
        const isForward = tail[arc] === node
        const other = (isForward ? head[arc] : tail[arc]) ?? 0
        if (arc === without || side[other] || left(arc, isForward) < 1e-6) continue
        side[other] = 1
        via[other] = arc
        queue.push(other)
      }
    }
    if (!side[to] || value >= enough) return { value, side }
    let by = Number.POSITIVE_INFINITY
    const way: [number, boolean][] = []
    for (let node = to; node !== from; ) {
      const arc = via[node] ?? 0
      const isForward = head[arc] === node
      way.push([arc, isForward])
      by = Math.min(by, left(arc, isForward))
      node = (isForward ? tail[arc] : head[arc]) ?? 0
    }
    by = Math.min(by, enough)
    for (const [arc, isForward] of way) sent.set(arc, (sent.get(arc) ?? 0) + (isForward ? by : -by))
    value += by
  }
}

/**
 * The least that any choice must hide (Fischetti and Salazar 2000). A choice hides figure by figure what small groups
 * need; where a figure's interval is too narrow, the cuts that limit it upwards and downwards demand that enough of what
 * crosses them is hidden too. Cuts are sought for fractions first, then for whole choices, until there is none or the
 * rounds are over; what the solver proves of the demands found holds for every choice. It is the very optimum where an
 * audit finds nothing in the choice that it belongs to.
 */
export const leastHidden = async (given: {
  system: System
  reference: Int32Array
  solver: Solver
  /** How often fractions, and whole choices, are looked at. */
  rounds: { fractions: number; whole: number }
  seconds: number
}): Promise<{ hidden: number; isExact: boolean }> => {
  const { system, reference, solver, rounds } = given
  const highs = await loadHighs()
  const { variableType, objectiveSense } = highs.constants
  const size = system.groups.length * figuresOf(system)
  const mayBeShown = new Uint8Array(size)
  let forced = size
  system.groups.forEach(({ why }, group) => {
    for (let c = 0; c <= system.categories; c++) {
      const figure = group * figuresOf(system) + c
      if (!isFigure(system, figure)) forced--
      else if (why === null) mayBeShown[figure] = 1
    }
  })
  forced -= mayBeShown.reduce((sum, may) => sum + may, 0)
  const network = networkOfFigures({ system, reference })
  if (!network) throw new Error('these figures make no network')
  const arcOf = new Int32Array(size).fill(-1)
  const figureOn = new Int32Array(network.tail.length).fill(-1)
  for (let arc = 0; arc < figureOn.length; arc++)
    for (const figure of network.saying(arc)) {
      if (figure < 0) continue
      arcOf[figure] = arc
      figureOn[arc] = figure
    }
  const pieces = piecesOf(system)
  const targets = targetsIn({ system, reference, shown: new Uint8Array(size), sets: [] }).filter(
    ({ group, need }) => group !== null && need.outside > 0,
  )
  const model = highs.createModel({
    numCols: size,
    numRows: 0,
    sense: objectiveSense.minimize,
    colCost: Float64Array.from(mayBeShown, (may, figure) => (may ? pieces.costOf(figure) : 0)),
    colLower: new Float64Array(size),
    colUpper: Float64Array.from(mayBeShown),
    rowLower: [],
    rowUpper: [],
    matrix: { format: 'csr', numRows: 0, numCols: size, starts: [0], indices: [], values: [] },
  })
  model.options.set({
    ...{ output_flag: false, random_seed: 0, mip_rel_gap: 0, mip_max_nodes: 50_000 },
    time_limit: given.seconds,
  })
  const known = new Set<string>()
  const roomIn = (arc: number, isForward: boolean) => {
    const now = network.flow[arc] ?? 0
    return isForward ? (network.high[arc] ?? 0) - now : now - (network.low[arc] ?? 0)
  }
  type Limit = { readonly side: (node: number) => boolean; readonly isUp: boolean }
  /** What has to be hidden across these limits for a figure; nothing where they demand nothing. */
  const cutAt = (target: Target, limits: readonly Limit[], width: number): Cut[] => {
    const figure = (target.group ?? 0) * figuresOf(system) + target.category
    const arc = arcOf[figure] ?? 0
    const need = target.need.outside
    const factors = new Map<number, number>()
    let least = need - width
    for (const { side } of limits)
      for (let one = 0; one < figureOn.length; one++) {
        const isOut = side(network.tail[one] ?? 0)
        if (one === arc || isOut === side(network.head[one] ?? 0)) continue
        const factor = Math.min(need, roomIn(one, isOut))
        const other = figureOn[one] ?? -1
        if (other >= 0 && mayBeShown[other]) factors.set(other, (factors.get(other) ?? 0) + factor)
        else least -= factor
      }
    if (least <= 0) return []
    for (const [other, factor] of factors) factors.set(other, Math.min(least, factor))
    return [{ factors, least, if: figure }]
  }
  /** At each of its two ends by itself something has to move: said of every figure from the beginning. */
  const cutsAtEnds = (): Cut[] =>
    targets.flatMap((target) => {
      const arc = arcOf[(target.group ?? 0) * figuresOf(system) + target.category] ?? 0
      return [network.head[arc] ?? 0, network.tail[arc] ?? 0].flatMap((end, at) => {
        const [up, down] = [
          { isUp: true, side: (node: number) => (node === end) === (at === 0) },
          { isUp: false, side: (node: number) => (node === end) === (at === 1) },
        ]
        const fall = Math.min(target.need.outside, target.value)
        return [...cutAt(target, [up, down], 0), ...cutAt(target, [up], fall)]
      })
    })
  /** Demands that this choice, whole or in fractions, does not meet. */
  const cutsAgainst = (hidden: Float64Array): Cut[] => {
    const isHidden = (figure: number) => (figure < 0 || !mayBeShown[figure] ? 1 : (hidden[figure] ?? 0))
    return targets.flatMap((target): Cut[] => {
      const figure = (target.group ?? 0) * figuresOf(system) + target.category
      const own = isHidden(figure)
      if (own < 1e-6) return []
      const arc = arcOf[figure] ?? 0
      const need = target.need.outside
      let [width, free] = [0, 0]
      const [near, far]: [Limit[], Limit[]] = [[], []]
      for (const isUp of [true, false]) {
        const [start, end] = isUp ? [network.head, network.tail] : [network.tail, network.head]
        const limit = Math.min(need, isUp ? need : target.value)
        const room = (one: number, isForward: boolean) =>
          Math.min(need, roomIn(one, isForward)) * isHidden(figureOn[one] ?? -1)
        const [from, to] = [start[arc] ?? 0, end[arc] ?? 0]
        const flow = { network, without: arc, enough: limit * own }
        const { value, side } = mostFlow({ ...flow, from, to, room })
        width += Math.min(value, limit * own)
        if (value >= limit * own - 1e-6) {
          free += limit
          continue
        }
        near.push({ isUp, side: (node) => Boolean(side[node]) })
        const back = mostFlow({
          ...{ ...flow, from: to, to: from },
          room: (one, isForward) => room(one, !isForward),
        })
        far.push({ isUp, side: (node) => !back.side[node] })
      }
      if (width >= need * own - 1e-4) return []
      return [...cutAt(target, near, free), ...cutAt(target, far, free)]
    })
  }
  const demand = (cuts: readonly Cut[]): number => {
    let news = 0
    for (const { factors, least, if: figure } of cuts) {
      const entries = [...factors]
      const isSure = !mayBeShown[figure]
      if (!isSure) entries.push([figure, (factors.get(figure) ?? 0) - least])
      const key = `${isSure ? least : 0} ${entries.join(' ')}`
      if (known.has(key)) continue
      known.add(key)
      news++
      model.addRow(isSure ? least : 0, highs.infinity, {
        indices: entries.map(([other]) => other),
        values: entries.map(([, factor]) => factor),
      })
    }
    return news
  }
  const solve = () => {
    model.zeroAllClocks()
    model.run()
    return model.getSolution().colValue
  }
  const worth = (values: Float64Array) =>
    values.reduce((sum, value, figure) => sum + (mayBeShown[figure] ? value * pieces.costOf(figure) : 0), 0)
  let bound = 0
  try {
    demand(cutsAtEnds())
    for (let round = 0; round < rounds.fractions; round++) {
      const values = solve()
      bound = Math.max(bound, Math.ceil(worth(values) - 1e-4))
      if (demand(cutsAgainst(values)) === 0) break
    }
    model.changeColsIntegrality(
      { kind: 'range', from: 0, to: size - 1 },
      new Int32Array(size).fill(variableType.integer),
    )
    for (let round = 0; round < rounds.whole; round++) {
      const values = solve()
      const proved = Number(model.info.get('mip_dual_bound'))
      if (Number.isFinite(proved)) bound = Math.max(bound, Math.ceil(proved - 1e-6))
      if (demand(cutsAgainst(values)) > 0) continue
      const isBest = worth(values) < bound + 0.5
      const shown = Uint8Array.from(mayBeShown, (may, figure) => (may && (values[figure] ?? 0) < 0.5 ? 1 : 0))
      const { bare, audited } = auditSystem({ system, reference, shown, solver, isQuick: true })
      const isSafe = bare.length === 0 && audited.every(({ is }) => is === 'wide')
      return { hidden: forced + bound, isExact: isBest && isSafe }
    }
    return { hidden: forced + bound, isExact: false }
  } finally {
    model.dispose()
  }
}
