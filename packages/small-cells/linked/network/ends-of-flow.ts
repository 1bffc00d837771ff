import type { Change } from '../derive/proof.ts'
import { blockingFlow } from './blocking-flow.ts'
import type { Network } from './network.ts'
import { type Cut, type Path, pathsIn } from './paths.ts'

/** After so many ways one by one, the rest is sent at once. */
const ONE_BY_ONE = 8

/** One end of what a sum can be. */
export type FlowEnd = {
  /** No table goes beyond this: from the cut alone, whatever the search did. */
  readonly bound: number
  /** A table that goes as far as was found. */
  readonly change: Change
  readonly value: number
  /** The arcs in which that table differs. */
  readonly used: readonly number[]
  readonly cut: Cut | null
}

/**
 * The least and the most of one sum in a network: what can still flow is sent along the shortest ways until a cut shows
 * that nothing can (Ford and Fulkerson 1956). The bound is computed anew from the cut and the bounds of the arcs across
 * it, and the table is left to be checked by whoever asked.
 */
export const flowsIn = (network: Network, isClosed?: Uint8Array) => {
  const { tail, head, low, high, starts, arcs } = network
  const paths = pathsIn(network, isClosed)
  const rest = blockingFlow(network, isClosed)
  const flow = network.flow.slice()
  const touched: number[] = []
  const inCut = new Int32Array(network.nodes)
  let stamp = 0
  const add = (arc: number, by: number) => {
    flow[arc] = (flow[arc] ?? 0) + by
    touched.push(arc)
  }
  const reset = () => {
    for (const arc of touched) flow[arc] = network.flow[arc] ?? 0
    touched.length = 0
  }
  const roomOf = ({ arcs, isForward }: Path, floor: number | undefined, most: number): number => {
    let room = most
    arcs.forEach((arc, at) => {
      const now = flow[arc] ?? 0
      const least = arc === floor ? 1 : (low[arc] ?? 0)
      room = Math.min(room, isForward[at] ? (high[arc] ?? 0) - now : now - least)
    })
    return room
  }
  const send = ({ arcs, isForward }: Path, by: number) => {
    for (const [at, arc] of arcs.entries()) add(arc, isForward[at] ? by : -by)
  }
  /** What the arcs across a cut let an arc be, by the sum of all flows over it: nought. */
  const boundOf = (given: { cut: Cut; arc: number; sense: 'least' | 'most'; floor: number | undefined }) => {
    const { cut, arc, sense, floor } = given
    stamp++
    for (const node of cut.nodes) inCut[node] = stamp
    // Over what cannot be left, all that leaves is full and all that enters is at its least; before, the other way round.
    const isAfter = cut.side === 'after'
    let bound = 0
    for (const node of cut.nodes)
      for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
        const one = arcs[at] ?? 0
        if (one === arc) continue
        const isOut = tail[one] === node
        if (inCut[(isOut ? head[one] : tail[one]) ?? 0] === stamp) continue
        const least = one === floor ? 1 : (low[one] ?? 0)
        bound += isOut === isAfter ? (high[one] ?? 0) : -least
      }
    return sense === 'most' ? bound : -bound
  }
  const endAt = (given: { arc: number; bound: number; cut: Cut | null; size: number }): FlowEnd => {
    const { arc, bound, cut, size } = given
    const used = [...new Set(touched)].filter((one) => flow[one] !== network.flow[one])
    const unknowns = used.filter((one) => one < size)
    const by = unknowns.map((one) => (flow[one] ?? 0) - (network.flow[one] ?? 0))
    return { bound, change: { unknowns, by }, value: flow[arc] ?? 0, used, cut }
  }

  /** `isEnough` ends the search early; the bound is then what was seen. Null: somebody must be where nobody can be. */
  const end = (given: {
    arc: number
    sense: 'least' | 'most'
    size: number
    floor?: number | undefined
    isEnough?: (value: number) => boolean
  }): FlowEnd | null => {
    const { arc, sense, size, floor, isEnough } = given
    reset()
    if (floor !== undefined && (flow[floor] ?? 0) < 1) {
      const way = paths.find({ from: head[floor] ?? 0, to: tail[floor] ?? 0, without: floor, flow })
      if ('side' in way) return null
      send(way, 1)
      add(floor, 1)
    }
    const isUp = sense === 'most'
    const [from, to] = [isUp ? head[arc] : tail[arc], isUp ? tail[arc] : head[arc]]
    const own = arc === floor ? 1 : (low[arc] ?? 0)
    for (let sent = 0; ; sent++) {
      const value = flow[arc] ?? 0
      const most = isUp ? (high[arc] ?? 0) - value : value - own
      if (most <= 0 || isEnough?.(value)) return endAt({ arc, bound: value, cut: null, size })
      if (sent >= ONE_BY_ONE && !isEnough && from !== to) {
        const { sent: by, cut } = rest({ from: from ?? 0, to: to ?? 0, without: arc, most, flow, floor, add })
        add(arc, isUp ? by : -by)
        const bound = cut ? boundOf({ cut, arc, sense, floor }) : (flow[arc] ?? 0)
        return endAt({ arc, bound, cut, size })
      }
      const way = paths.find({ from: from ?? 0, to: to ?? 0, without: arc, flow, floor })
      if ('side' in way) {
        const bound = boundOf({ cut: way, arc, sense, floor })
        return endAt({ arc, bound, cut: way, size })
      }
      const by = roomOf(way, floor, most)
      send(way, by)
      add(arc, isUp ? by : -by)
    }
  }
  /** The sums that a bound rests on: those across the cut, or the arc's own. */
  const behind = ({ arc, cut }: { arc: number; cut: Cut | null }): number[] => {
    if (!cut) return [...network.saying(arc)]
    stamp++
    for (const node of cut.nodes) inCut[node] = stamp
    const found = new Set<number>()
    for (const node of cut.nodes)
      for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
        const one = arcs[at] ?? 0
        if (one === arc || inCut[(tail[one] === node ? head[one] : tail[one]) ?? 0] === stamp) continue
        for (const number of network.saying(one)) found.add(number)
      }
    return [...found]
  }
  return { end, behind }
}
