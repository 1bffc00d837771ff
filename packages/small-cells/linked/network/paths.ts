import type { Network } from './network.ts'

/** One way round: arcs in order, and in which direction each is gone. */
export type Path = { readonly arcs: readonly number[]; readonly isForward: readonly boolean[] }

/** Nodes that cannot be left (`after`), or cannot be reached (`before`): what proves that there is no way. */
export type Cut = { readonly nodes: Int32Array; readonly side: 'after' | 'before' }

/** How many arcs of a node are looked at before another gets its turn: some nodes have tens of thousands. */
const TURN = 24

type Side = {
  readonly mark: Int32Array
  readonly cursor: Int32Array
  readonly via: Int32Array
  readonly queue: number[]
  readonly found: number[]
  next: number
  work: number
}

/**
 * Looks for a way along which something can still flow, from both its ends at once and always at the end that has cost
 * less, so that whichever is hemmed in is found to be before the other has been wandered far. Arcs that are closed stay
 * as they are.
 */
export const pathsIn = (network: Network, isClosed?: Uint8Array) => {
  const { nodes, tail, head, low, high, starts, arcs } = network
  const freeStarts = new Int32Array(nodes + 1)
  const free: number[] = []
  for (let node = 0; node < nodes; node++) {
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
      const arc = arcs[at] ?? 0
      if ((low[arc] ?? 0) < (high[arc] ?? 0) && tail[arc] !== head[arc]) free.push(arc)
    }
    freeStarts[node + 1] = free.length
  }
  const freeArcs = Int32Array.from(free)
  const side = (): Side => ({
    mark: new Int32Array(nodes),
    cursor: new Int32Array(nodes),
    via: new Int32Array(nodes),
    queue: [],
    found: [],
    next: 0,
    work: 0,
  })
  const [ahead, back] = [side(), side()]
  let stamp = 0
  const begin = (one: Side, node: number) => {
    one.queue.length = 0
    one.found.length = 0
    one.next = 0
    one.work = 0
    reach(one, node, -1)
  }
  const reach = (one: Side, node: number, arc: number) => {
    one.mark[node] = stamp
    one.via[node] = arc
    one.cursor[node] = freeStarts[node] ?? 0
    one.queue.push(node)
    one.found.push(node)
  }

  /**
   * A way from one node to another that does not use `without`, or the cut that shows that there is none. `flow` is what
   * flows now, `least` what must in the arc `floor`.
   */
  const find = (given: {
    from: number
    to: number
    without: number
    flow: Float64Array
    floor?: number | undefined
  }): Path | Cut => {
    const { from, to, without, flow, floor } = given
    if (from === to) return { arcs: [], isForward: [] }
    stamp++
    begin(ahead, from)
    begin(back, to)
    const leastIn = (arc: number) => (arc === floor ? 1 : (low[arc] ?? 0))
    for (;;) {
      const isAhead = ahead.work <= back.work
      const one = isAhead ? ahead : back
      const other = isAhead ? back : ahead
      const node = one.queue[one.next++]
      if (node === undefined) return { nodes: Int32Array.from(one.found), side: isAhead ? 'after' : 'before' }
      const end = freeStarts[node + 1] ?? 0
      let at = one.cursor[node] ?? 0
      const stop = Math.min(end, at + TURN)
      one.work += stop - at + 1
      for (; at < stop; at++) {
        const arc = freeArcs[at] ?? 0
        if (arc === without || isClosed?.[arc]) continue
        const isOut = tail[arc] === node
        const neighbour = (isOut ? head[arc] : tail[arc]) ?? 0
        if (one.mark[neighbour] === stamp) continue
        // Ahead one goes with an arc that has room, or against one that has something; back the other way round.
        const mayPass =
          isOut === isAhead ? (flow[arc] ?? 0) < (high[arc] ?? 0) : (flow[arc] ?? 0) > leastIn(arc)
        if (!mayPass) continue
        reach(one, neighbour, arc)
        if (other.mark[neighbour] === stamp) return join(neighbour)
      }
      one.cursor[node] = at
      if (at < end) one.queue.push(node)
    }
  }
  const join = (middle: number): Path => {
    const found: number[] = []
    const isForward: boolean[] = []
    for (let node = middle; (ahead.via[node] ?? -1) >= 0; ) {
      const arc = ahead.via[node] ?? 0
      const goesWith = head[arc] === node
      found.push(arc)
      isForward.push(goesWith)
      node = (goesWith ? tail[arc] : head[arc]) ?? 0
    }
    found.reverse()
    isForward.reverse()
    for (let node = middle; (back.via[node] ?? -1) >= 0; ) {
      const arc = back.via[node] ?? 0
      const goesWith = tail[arc] === node
      found.push(arc)
      isForward.push(goesWith)
      node = (goesWith ? head[arc] : tail[arc]) ?? 0
    }
    return { arcs: found, isForward }
  }
  return { find }
}
