import type { Network } from './network.ts'
import type { Path } from './paths.ts'

/** Of a node with more arcs than this only so many are looked at, from a place that moves on: a search, not a proof. */
const MOST_ARCS = 600

/** Nodes by their distance, nearest first. */
const heapOf = () => {
  const nodes: number[] = []
  const keys: number[] = []
  const swap = (a: number, b: number) => {
    const [node, key] = [nodes[a] ?? 0, keys[a] ?? 0]
    nodes[a] = nodes[b] ?? 0
    keys[a] = keys[b] ?? 0
    nodes[b] = node
    keys[b] = key
  }
  return {
    clear: () => {
      nodes.length = 0
      keys.length = 0
    },
    push: (node: number, key: number) => {
      let at = nodes.push(node) - 1
      keys.push(key)
      for (let up = (at - 1) >> 1; at > 0 && (keys[up] ?? 0) > key; up = (at - 1) >> 1) {
        swap(at, up)
        at = up
      }
    },
    pop: (): { node: number; key: number } | null => {
      const [node, key] = [nodes[0], keys[0]]
      if (node === undefined || key === undefined) return null
      const last = nodes.length - 1
      swap(0, last)
      nodes.pop()
      keys.pop()
      for (let at = 0; ; ) {
        const left = 2 * at + 1
        let least = at
        if (left < last && (keys[left] ?? 0) < (keys[least] ?? 0)) least = left
        if (left + 1 < last && (keys[left + 1] ?? 0) < (keys[least] ?? 0)) least = left + 1
        if (least === at) break
        swap(at, least)
        at = least
      }
      return { node, key }
    },
  }
}

/**
 * Looks for the cheapest way from one end of an arc to the other along which so much can be sent (`forth`) and so much
 * can come back (`back`) at once (Dijkstra 1959). `priceOf` is what an arc costs to use; infinite when it may not be.
 */
export const cheapestWays = (network: Network) => {
  const { nodes, tail, head, low, high, flow, starts, arcs } = network
  const mark = new Int32Array(nodes)
  const done = new Int32Array(nodes)
  const distance = new Float64Array(nodes)
  const via = new Int32Array(nodes)
  const heap = heapOf()
  let stamp = 0
  let turn = 0
  return (given: {
    from: number
    to: number
    without: number
    forth: number
    back: number
    below: number
    priceOf: (arc: number) => number
  }): (Path & { readonly cost: number }) | null => {
    const { from, to, without, forth, back, below, priceOf } = given
    stamp++
    heap.clear()
    mark[from] = stamp
    distance[from] = 0
    via[from] = -1
    heap.push(from, 0)
    for (let next = heap.pop(); next; next = heap.pop()) {
      const { node, key } = next
      if (done[node] === stamp) continue
      done[node] = stamp
      if (node === to) break
      const first = starts[node] ?? 0
      const count = (starts[node + 1] ?? 0) - first
      turn = (turn + 7919) % 1_000_003
      for (let step = 0; step < Math.min(count, MOST_ARCS); step++) {
        const arc = arcs[first + (count > MOST_ARCS ? (turn + step) % count : step)] ?? 0
        if (arc === without) continue
        const isOut = tail[arc] === node
        const neighbour = (isOut ? head[arc] : tail[arc]) ?? 0
        if (done[neighbour] === stamp) continue
        const now = flow[arc] ?? 0
        const [more, less] = [(high[arc] ?? 0) - now, now - (low[arc] ?? 0)]
        if ((isOut ? more : less) < forth || (isOut ? less : more) < back) continue
        const far = key + priceOf(arc)
        if (far >= below || (mark[neighbour] === stamp && far >= (distance[neighbour] ?? 0))) continue
        mark[neighbour] = stamp
        distance[neighbour] = far
        via[neighbour] = arc
        heap.push(neighbour, far)
      }
    }
    if (done[to] !== stamp) return null
    const found: number[] = []
    const isForward: boolean[] = []
    for (let node = to; node !== from; ) {
      const arc = via[node] ?? 0
      const goesWith = head[arc] === node
      found.push(arc)
      isForward.push(goesWith)
      node = (goesWith ? tail[arc] : head[arc]) ?? 0
    }
    return { arcs: found.reverse(), isForward: isForward.reverse(), cost: distance[to] ?? 0 }
  }
}
