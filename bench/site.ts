import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { embeddedAddress } from '#platform/database/addresses.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import type { RunningSite } from '#tests/rehearsal/running-site.ts'
import { startSite } from '../src/entry.server.ts'
import { freePort } from './child.ts'

/** The whole built site in this process, on a durable database of its own; only the clock is set by hand. */
export const openBenchSite = async (now: string): Promise<RunningSite & { socketFolder: string }> => {
  const folder = makeDataFolder()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const variables = { PORT: String(port), PUBLIC_URL: url, DATA_DIR: folder.dataDir }
  const settings = readSettings(variables)
  if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
  let instant = new Date(now)
  const clock = {
    now: () => instant,
    set: (to: string) => {
      instant = new Date(to)
    },
  }
  const mail = { isConnected: true, send: async () => {}, kept: () => [] }
  const engine = await startEngine({ dataDir: folder.dataDir })
  const address = embeddedAddress(engine)
  const open = () => startSite(settings.value, { clock, mail, log: silentLog, databaseAddress: address })
  let site = await open()
  return {
    get site() {
      return site
    },
    socketFolder: engine.socketFolder,
    url,
    port,
    anonymousUrl: undefined,
    address,
    variables,
    clock,
    letters: [],
    incidents: [],
    letterTo: () => Promise.reject(new Error('A bench keeps no letters.')),
    advanceUntil: async (isThere) => {
      for (const until = Date.now() + 60_000; !(await isThere()); await sleep(100)) {
        if (Date.now() > until) throw new Error('A wave did not move on.')
        await site.composition.jobs.send('advance-waves', {})
      }
    },
    stop: () => site.stop(),
    start: async () => {
      site = await open()
    },
    end: async () => {
      await site.stop()
      await engine.stop()
      rmSync(folder.dataDir, { recursive: true, force: true })
    },
  }
}

/** The cookies that begin a session, as a browser sends them back. */
export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
