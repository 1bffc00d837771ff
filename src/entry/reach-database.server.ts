import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '#platform/configuration/settings.server.ts'
import {
  type DatabaseAddress,
  embeddedAddress,
  externalAddress,
} from '#platform/database/addresses.server.ts'
import { engineIn, startEngine } from '#platform/database/engine.server.ts'
import { holdLock, LockHeld } from '#platform/lock/owner-lock.server.ts'

export type Reached = { address: DatabaseAddress; leave(): Promise<void> }

/**
 * The database of a site for somebody who only reads: that of `DATABASE_URL`, the one that a running site has started, or,
 * while no site runs, the data folder's own, started for as long as this takes.
 * @throws a sentence for the operator.
 */
export const reachToRead = async (
  settings: Settings,
  replace: { engineUid?: number } = {},
): Promise<Reached> => {
  if (settings.databaseUrl) return { address: externalAddress(settings.databaseUrl), leave: async () => {} }
  if (!existsSync(join(settings.dataDir, 'postgres')))
    throw new Error(`There is nothing to back up: ${settings.dataDir} holds no database. Is DATA_DIR right?`)
  try {
    const lock = holdLock(join(settings.dataDir, 'kith.lock'))
    try {
      const engine = await startEngine({ dataDir: settings.dataDir, ...uidOf(replace) })
      return {
        address: embeddedAddress(engine),
        leave: async () => {
          await engine.stop()
          lock.release()
        },
      }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    return { address: embeddedAddress(engineIn(settings.dataDir)), leave: async () => {} }
  }
}

export const uidOf = (replace: { engineUid?: number }) =>
  replace.engineUid === undefined ? {} : { asUid: replace.engineUid }
