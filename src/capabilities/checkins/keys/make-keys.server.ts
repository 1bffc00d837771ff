import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'

const program = new URL('./make-keys.worker.server.ts', import.meta.url)

/** A wave's keys, about this many seconds each on a small machine, for telling people when they will be ready. */
export const secondsPerKey = 0.5

/**
 * Fills a wave's key file up to the number wanted, in a process at the lowest priority. Calls `progress` with the number
 * made so far. Safe to repeat; the file is continued where it stands.
 */
export const makeKeys = (options: {
  dataDir: string
  file: string
  wanted: number
  progress: (made: number) => Promise<void>
}): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [program.pathname, options.dataDir, options.file, String(options.wanted)],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { PATH: process.env.PATH ?? '' },
      },
    )
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    let telling = Promise.resolve()
    createInterface({ input: child.stdout }).on('line', (line) => {
      telling = telling
        .then(() => options.progress(Number(line)))
        .catch((error: unknown) => {
          // Nobody listens any more: the next try continues the file, alone.
          child.kill('SIGTERM')
          reject(error)
        })
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) void telling.then(resolve)
      else reject(new Error('Making keys was interrupted.'))
    })
    // A site that stops must not wait for keys; the next start goes on.
    const end = () => child.kill('SIGTERM')
    process.once('exit', end)
    child.once('exit', () => process.off('exit', end))
  })
