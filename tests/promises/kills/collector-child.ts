import { writeSync } from 'node:fs'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { startCollector } from '../../../src/collector.server.ts'

/** A collector as a process of its own, on a clock that stands still, until it is killed. Its settings come as variables. */
const settings = readSettings(process.env)
if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
const now = new Date(process.env.NOW ?? '')
const said = await startCollector(settings.value, { clock: { now: () => now }, log: silentLog }).then(
  () => 'ready',
  (error: Error) => `refused ${error.message}`,
)
writeSync(1, `${said}\n`)
if (said === 'ready') setInterval(() => undefined, 1000)
