import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

/** A process of its own that works on the pool `file` until it is killed. */
export type PoolChild = {
  process: ChildProcess
  /** What it has said so far, line by line. */
  said: string[]
  /** Resolves at the next line, or when it ends. */
  nextLine: () => Promise<unknown>
  /** Kills it as a power cut would, and resolves when it is gone and all that it said has arrived. */
  kill: () => Promise<void>
}

export const runChild = (errand: {
  name: 'add' | 'hold' | 'create' | 'destroy'
  file: string
  first?: number
}): PoolChild => {
  const child = spawn(process.execPath, [CHILD, errand.name, errand.file, String(errand.first ?? 0)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => said.push(line))
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')])
  return {
    process: child,
    said,
    nextLine: () => Promise.race([once(lines, 'line'), ended]),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
