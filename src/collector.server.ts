import { createServer } from 'node:http'
import { createServer as createSecureServer, Server as SecureServer } from 'node:https'
import { join } from 'node:path'
import { openApartCollector } from '#capabilities/checkins/index.collector.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import { openDeskReader } from '#platform/collecting/read-desk.server.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import {
  type DatabaseAddress,
  embeddedAddress,
  externalAddress,
} from '#platform/database/addresses.server.ts'
import { engineIn } from '#platform/database/engine.server.ts'
import { holdLock, LockHeld } from '#platform/lock/owner-lock.server.ts'
import { createLog, type Log } from '#platform/log/log.server.ts'
import { openSteadyClock } from '#platform/steady-clock.server.ts'
import { openCertificate } from './entry/certificate.server.ts'
import { createCollectorDoor } from './entry/collector-door.server.ts'
import { close, listen } from './entry/listen.server.ts'
import { createUndo } from './entry/undo.server.ts'

/**
 * Starts the collector as a process of its own: it takes ballots and owns the pools, in a role of the database that may
 * ask for nothing but keys and times. The site beside it has `COLLECTOR_URL`, and takes none.
 * @throws an Error whose message is one sentence for the operator when something is in the way.
 */
export const startCollector = async (
  settings: Settings,
  replace: { clock?: Clock; log?: Log; databaseAddress?: DatabaseAddress } = {},
): Promise<{ stop(): Promise<void> }> => {
  const log = replace.log ?? createLog(settings.logLevel)
  const clock = replace.clock ?? systemClock
  const undo = createUndo(log)
  const { dataDir, databaseUrl } = settings
  try {
    const lock = takeLock(dataDir)
    undo.add(() => lock.release())
    const address =
      replace.databaseAddress ??
      (databaseUrl ? externalAddress(databaseUrl) : embeddedAddress(engineIn(dataDir)))
    const desk = openDeskReader({ address })
    undo.add(() => desk.close())
    const steady = openSteadyClock({ clock, file: join(dataDir, 'last-seen-by-collector'), log })
    const pagesOrigin = settings.anonymousUrl ? settings.publicUrl : undefined
    const collector = await openApartCollector({ desk, dataDir, steady, log, pagesOrigin }).catch(
      (cause: unknown) => {
        throw new Error(
          'The database does not tell the collector what to take. Start Kith first, and give the collector a DATABASE_URL of its own, or the same DATA_DIR.',
          { cause },
        )
      },
    )
    undo.add(() => collector.close())
    const hosts = [new URL(settings.anonymousUrl ?? settings.publicUrl).hostname.replace(/^\[|\]$/g, '')]
    const certificate = settings.tls && openCertificate({ files: settings.tls, hosts, clock, log })
    const door = createCollectorDoor({ settings, collector })
    const server = certificate ? createSecureServer(certificate.pair, door) : createServer(door)
    await listen({ server, settings })
    undo.add(() => close(server))
    if (certificate && server instanceof SecureServer) undo.add(certificate.watch(server))
    return { stop: () => undo.all() }
  } catch (error) {
    await undo.all()
    throw error
  }
}

const takeLock = (dataDir: string) => {
  try {
    return holdLock(join(dataDir, 'collector.lock'))
  } catch (error) {
    if (error instanceof LockHeld)
      throw new Error(`A collector already runs on ${dataDir} (process ${error.pid ?? 'unknown'}).`)
    throw new Error(`The collector cannot write in ${dataDir}. Start Kith on it first.`, { cause: error })
  }
}
