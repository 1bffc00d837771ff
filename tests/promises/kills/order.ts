import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Actor } from '#capabilities/people/index.ts'

/** What a site that will be killed is to do. */
export type Order = { url: string; dataDir: string; now: string; collectorUrl?: string } & (
  | {
      errand: 'issue'
      wave: string
      requests: readonly { number: number; actor: Actor; request: unknown }[]
    }
  | { errand: 'collect'; ballots: readonly { number: number; ballot: string }[] }
  | {
      errand: 'codes'
      sheets: readonly { number: number; code: string; answers: Readonly<Record<string, number>> }[]
    }
  | { errand: 'close' }
  | { errand: 'import'; actor: Actor; list: string }
)

/** What a command is to do that no site is needed for. */
export type BackupOrder = { url: string; dataDir: string } & (
  | { errand: 'back-up' | 'restore'; file: string }
  | { errand: 'migrate' }
)

const programFor = ({ errand }: Order | BackupOrder): string => {
  const isCommand = errand === 'back-up' || errand === 'restore' || errand === 'migrate'
  return fileURLToPath(new URL(isCommand ? './backup-child.ts' : './child.ts', import.meta.url))
}

/**
 * Starts a process of its own on the site and kills it, as a power cut would, up to `within` milliseconds after it
 * first said `after`; now and then while it still starts. Returns all that it had said, line by line.
 */
export const killDuring = async (
  order: Order | BackupOrder,
  given: {
    after: RegExp
    within: number
    /** No file of that process may grow beyond so many blocks of 512 bytes. */
    mostBlocks?: number
  },
): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-kill-'))
  const file = join(folder, 'order.json')
  writeFileSync(file, JSON.stringify(order))
  const limit = given.mostBlocks === undefined ? 'exec "$@"' : `ulimit -f ${given.mostBlocks}; exec "$@"`
  const words = ['-c', limit, 'site', process.execPath, programFor(order), file]
  const child = spawn('sh', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => said.push(line))
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')])
  if (given.within > 0 && Math.random() < 0.1) await pause(Math.random() * 1500)
  else {
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => given.after.test(line) && resolve())
      child.once('close', () => resolve())
    })
    await pause(Math.random() * given.within)
  }
  const { exitCode } = child
  child.kill('SIGKILL')
  await ended
  rmSync(folder, { recursive: true, force: true })
  if (exitCode !== null) throw new Error(`The site ended by itself (${exitCode}) after: ${said.at(-1)}`)
  return said
}
