import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startEngine } from '#platform/database/engine.server.ts'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import { stopChild } from '../child.ts'
import type { LoadOrder } from '../programs/load.ts'
import { median, show } from '../report.ts'

// Ballots accepted per second over HTTP: server, database and load each in a process of its own, everything durable on
// one disk before it is acknowledged. The three take turns with the same ballots.
const each = 1000
const rounds = 7
const connections = 64
const programs = join(import.meta.dirname, '../programs')

const ask = async <T>(child: ChildProcess, word: unknown): Promise<T> => {
  const answer = once(child, 'message')
  child.send(word as never)
  return (await answer)[0] as T
}
const start = async (name: string, words: string[]) => {
  const child = fork(join(programs, name), words)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, port }
}

const folder = makeDataFolder()
const engine = await startEngine({ dataDir: folder.dataDir })
const load = fork(join(programs, 'load.ts'), [String(each * (rounds + 1))])
await once(load, 'message')
const servers = {
  ours: await start('collector.ts', [folder.dataDir, String(each * (rounds + 1))]),
  row: await start('row-for-each.ts', [engine.socketFolder, 'no']),
  checked: await start('row-for-each.ts', [engine.socketFolder, 'yes']),
}
type Name = keyof typeof servers
const rates: Record<Name, number[]> = { ours: [], row: [], checked: [] }
const costs: Record<Name, number[]> = { ours: [], row: [], checked: [] }

const cpuOf = async ({ child }: { child: ChildProcess }) => {
  const { cpu } = await ask<{ cpu: NodeJS.CpuUsage }>(child, 'cpu')
  return cpu.user + cpu.system
}
try {
  // The first round warms all three up and is not counted.
  for (let round = 0; round <= rounds; round++)
    for (const [name, server] of Object.entries(servers) as [Name, (typeof servers)[Name]][]) {
      const before = await cpuOf(server)
      const order: LoadOrder = { port: server.port, from: round * each, count: each, connections }
      const done = await ask<{ accepted: number; ms: number }>(load, order)
      if (done.accepted !== each) throw new Error(`${name} accepted ${done.accepted} of ${each}.`)
      if (round === 0) continue
      rates[name].push((each * 1000) / done.ms)
      costs[name].push(((await cpuOf(server)) - before) / each)
    }
} finally {
  for (const child of [load, ...Object.values(servers).map((server) => server.child)])
    await stopChild(child, 'SIGKILL')
  await engine.stop()
  folder.remove()
}
const ratioTo = (peer: Name) => median(rates.ours.map((rate, at) => rate / (rates[peer][at] ?? Number.NaN)))
const cost = (name: Name) => `${median(costs[name]).toFixed(0)} µs of processor each`
for (const [peer, words, target] of [
  ['row', 'one row through pg, nothing checked', 0.25],
  ['checked', 'one row through pg, both signatures checked', 0.8],
] as const) {
  const ratio = ratioTo(peer)
  show({
    what: `ballots accepted per second, ${connections} in flight`,
    ours: `${median(rates.ours).toFixed(0)} (${cost('ours')})`,
    beside: `${words} ${median(rates[peer]).toFixed(0)} (${cost(peer)}, without the database's own)`,
    ratio,
    target: `at least ${target}`,
    isMet: ratio >= target,
  })
}
