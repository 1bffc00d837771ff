import { writeSync } from 'node:fs'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { startSite } from '../../src/entry.server.ts'

/** The whole built site as a process of its own, on a clock that stands still, until it is killed. Letters go nowhere. */
const settings = readSettings(process.env)
if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
const now = new Date(process.env.NOW ?? '')
const mail = { isConnected: true, send: async () => undefined, kept: () => [] }
await startSite(settings.value, { clock: { now: () => now }, mail, log: silentLog })
writeSync(1, 'ready\n')
