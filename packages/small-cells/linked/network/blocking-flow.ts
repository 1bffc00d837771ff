import type { Network } from './network.ts'
import type { Cut } from './paths.ts'

/**
 * Sends all that can be sent from one node to another in a few rounds, each along many ways at once (Dinic 1970): where
 * thousands of small flows add up, looking for each by itself would take as often. Answers with what was sent and the
 * cut that stopped it.
 */
export const blockingFlow = (network: Network, isClosed?: Uint8Array) => {
  const { nodes, tail, head, low, high, starts, arcs } = network
  const level = new Int32Array(nodes)
  const cursor = new Int32Array(nodes)
  const queue = new Int32Array(nodes)
  return (given: {
    from: number
    to: number
    without: number
    most: number
    flow: Float64Array
    floor: number | undefined
    add: (arc: number, by: number) => void
  }): { sent: number; cut: Cut | null } => {
    const { from, to, without, most, flow, floor, add } = given
    const roomOf = (arc: number, isOut: boolean) => {
      if (arc === without || isClosed?.[arc]) return 0
      const now = flow[arc] ?? 0
      return isOut ? (high[arc] ?? 0) - now : now - (arc === floor ? 1 : (low[arc] ?? 0))
    }
    let sent = 0
    while (sent < most) {
      level.fill(-1)
      level[from] = 0
      queue[0] = from
      let found = 1
      for (let next = 0; next < found && (level[to] ?? -1) < 0; next++) {
        const node = queue[next] ?? 0
        for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
          const arc = arcs[at] ?? 0
          const isOut = tail[arc] === node
          const other = (isOut ? head[arc] : tail[arc]) ?? 0
          if ((level[other] ?? 0) >= 0 || roomOf(arc, isOut) <= 0) continue
          level[other] = (level[node] ?? 0) + 1
          queue[found++] = other
        }
      }
      if ((level[to] ?? -1) < 0) return { sent, cut: { nodes: queue.slice(0, found), side: 'after' } }
      cursor.set(starts.subarray(0, nodes))
      const way: { arc: number; isOut: boolean }[] = []
      for (let node = from; sent < most; ) {
        if (node === to) {
          let by = most - sent
          for (const { arc, isOut } of way) by = Math.min(by, roomOf(arc, isOut))
          for (const { arc, isOut } of way) add(arc, isOut ? by : -by)
          sent += by
          way.length = 0
          node = from
          continue
        }
        const at = cursor[node] ?? 0
        if (at === starts[node + 1]) {
          const last = way.pop()
          if (!last) break
          level[node] = -1
          node = (last.isOut ? tail[last.arc] : head[last.arc]) ?? 0
          continue
        }
        const arc = arcs[at] ?? 0
        const isOut = tail[arc] === node
        const other = (isOut ? head[arc] : tail[arc]) ?? 0
        if (level[other] === (level[node] ?? 0) + 1 && roomOf(arc, isOut) > 0) {
          way.push({ arc, isOut })
          node = other
        } else cursor[node] = at + 1
      }
    }
    return { sent, cut: null }
  }
}
