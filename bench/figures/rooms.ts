import { loadavg } from 'node:os'
import { median, show } from '../report.ts'
import { listen } from '../rooms/listeners.ts'
import { openVotingBench, type Rate } from '../rooms/votes.ts'

// Votes accepted per second, each on the disk before it is acknowledged: by name through the room's log, without names
// through the pool with ticket and signature checked, beside a row for each vote with nothing around it. Then ten thousand
// phones that listen to one process, as plain sockets of another process over loopback, beside socket.io with the same text.
const load = () => `load of the machine ${loadavg()[0]?.toFixed(1)}`
const median3 = async (work: () => Promise<Rate>): Promise<Rate> => {
  const rates = [await work(), await work(), await work()]
  return { aSecond: median(rates.map(({ aSecond }) => aSecond)), cost: median(rates.map(({ cost }) => cost)) }
}

const bench = await openVotingBench()
const rows = await median3(bench.asRows)
const byName = await median3(bench.byName)
const withoutNames = await median3(bench.withoutNames)
await bench.end()
for (const [what, ours, target] of [
  ['votes by name per second, each durable', byName, 5_000],
  ['votes without names per second, each durable', withoutNames, 2_000],
] as const)
  show({
    what,
    ours: `${ours.aSecond.toFixed(0)}, ${ours.cost.toFixed(0)} µs of processor each`,
    beside: `a row for each, 16 connections ${rows.aSecond.toFixed(0)}, ${load()}`,
    ratio: ours.aSecond / rows.aSecond,
    target: `at least ${target}`,
    isMet: ours.aSecond >= target,
  })

const COUNT = 10_000
const kith = await listen({ kind: 'kith', count: COUNT })
const peer = await listen({ kind: 'socket.io', count: COUNT })
show({
  what: `from a host's press to ${kith.listeners} phones, p99, ms (the last of them ${kith.last.toFixed(0)})`,
  ours: kith.p99.toFixed(0),
  beside: `socket.io ${peer.p99.toFixed(0)} (${peer.last.toFixed(0)}), ${load()}`,
  ratio: kith.p99 / peer.p99,
  target: 'at most 150 ms, ratio at most 1.0',
  isMet: kith.p99 <= 150 && kith.p99 <= peer.p99,
})
show({
  what: 'memory for each listener, kB',
  ours: kith.kilobytes.toFixed(1),
  beside: `socket.io ${peer.kilobytes.toFixed(1)}`,
  ratio: kith.kilobytes / peer.kilobytes,
  target: 'at most 20 kB, ratio at most 0.8',
  isMet: kith.kilobytes <= 20 && kith.kilobytes <= peer.kilobytes * 0.8,
})
show({
  what: 'longest stall of the event loop meanwhile, ms',
  ours: kith.stall.toFixed(0),
  beside: `socket.io ${peer.stall.toFixed(0)}`,
  ratio: kith.stall / peer.stall,
  target: 'at most 15 ms',
  isMet: kith.stall <= 15,
})
