import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { placeEngine } from '#platform/database/engine-files.server.ts'
import { timeUntil } from './child.ts'

const nobody = 65534
const asWhom = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/** The programs that Kith brings along, as they come out of their package: nothing of Kith's is run. */
export const barePostgres = (folder: string) => {
  const { bin } = placeEngine({ folder: join(folder, 'engine') })
  const cluster = join(folder, 'bare')
  const client = () => new pg.Client({ host: folder, port: 5432, user: 'bench', database: 'postgres' })
  return {
    /** Milliseconds of `initdb`. */
    make: (): number => {
      const began = performance.now()
      const made = spawnSync(
        join(bin, 'initdb'),
        ['-D', cluster, '-U', 'bench', '-E', 'UTF8', '--locale=C', '--auth=trust', '--no-instructions'],
        { ...asWhom, env, cwd: '/' },
      )
      if (made.status !== 0) throw new Error(made.stderr.toString())
      return performance.now() - began
    },
    /** Starts the server. `ms` until it answers a question. */
    start: async (): Promise<{ child: ChildProcess; ms: number }> => {
      const child = spawn(
        join(bin, 'postgres'),
        ['-D', cluster, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`],
        { ...asWhom, env, cwd: '/', stdio: 'ignore' },
      )
      const ms = await timeUntil(child, async () => {
        const one = client()
        try {
          await one.connect()
          await one.query('select 1')
          return true
        } finally {
          await one.end().catch(() => undefined)
        }
      })
      return { child, ms }
    },
  }
}
