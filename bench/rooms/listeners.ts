import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopChild } from '../child.ts'
import type { PhonesOrder } from '../programs/room-phones.ts'
import { median, quantile } from '../report.ts'

const PRESSES = 30

type Listening = { p99: number; last: number; kilobytes: number; stall: number; listeners: number }

const program = (name: string, words: string[] = []) =>
  fork(join(import.meta.dirname, `../programs/${name}.ts`), words, { execArgv: ['--expose-gc'] })

const hear = async <T>(child: ChildProcess): Promise<T> => {
  const [said] = (await once(child, 'message')) as [T]
  return said
}
const ask = <T>(child: ChildProcess, asked: object | string): Promise<T> => {
  const said = hear<T>(child)
  child.send(asked)
  return said
}

/** One process that sends to `count` sockets of another one; a press each 300 ms. */
export const listen = async (on: { kind: 'kith' | 'socket.io'; count: number }): Promise<Listening> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'))
  const server = program('room-streams', [on.kind, String(on.count), folder])
  const phones = program('room-phones')
  try {
    const [{ port }] = await Promise.all([hear<{ port: number }>(server), hear(phones)])
    const { bytes: before } = await ask<{ bytes: number }>(server, 'memory')
    const order: PhonesOrder = { do: 'connect', port, ...on }
    const { connected } = await ask<{ connected: number }>(phones, order)
    await sleep(2_000)
    const { bytes: after } = await ask<{ bytes: number }>(server, 'memory')
    await ask(server, 'watch')
    const lasts: number[] = []
    const all: number[] = []
    for (let press = 0; press < PRESSES; press += 1) {
      const pressed = await ask<{ number: number; pressedAt: number }>(server, 'press')
      const wanted: PhonesOrder = { do: 'arrivals', number: pressed.number }
      const { arrivals } = await ask<{ arrivals: number[] }>(phones, wanted)
      if (arrivals.length < connected) throw new Error(`${connected - arrivals.length} phones heard nothing.`)
      const took = arrivals.map((at) => at - pressed.pressedAt)
      lasts.push(Math.max(...took))
      all.push(...took)
      await sleep(300)
    }
    const { stall } = await ask<{ stall: number }>(server, 'memory')
    return {
      listeners: connected,
      p99: quantile(all, 0.99),
      last: median(lasts),
      kilobytes: (after - before) / connected / 1_024,
      stall,
    }
  } finally {
    await stopChild(phones, 'SIGKILL')
    await stopChild(server, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}
