import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { RunningSite } from './running-site.ts'

/**
 * Ends the site and begins it again as a process of its own, on the same data, port and clock, which stands still there.
 * `kill` ends that process as a power cut would; `running.start` goes on from what is on the disk.
 */
export const runApart = async (running: RunningSite): Promise<{ kill(): Promise<void> }> => {
  await running.stop()
  const child = spawn(process.execPath, [fileURLToPath(new URL('./site-child.ts', import.meta.url))], {
    env: { ...process.env, ...running.variables, NOW: running.clock.now().toISOString() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const said = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => 'it ended'),
  ])
  if (said !== 'ready') throw new Error(`The site did not start: ${said}.`)
  return {
    kill: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
