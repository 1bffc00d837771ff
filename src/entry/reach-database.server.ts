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

/** What went wrong on the way to a database or to a file, as a sentence where it is a usual thing. */
export const sayTrouble = (error: unknown, file: string): unknown => {
  const { code = '', syscall } = error as { code?: string; syscall?: string }
  const isConnecting = syscall === 'connect' || syscall === 'getaddrinfo'
  const ofConnection: Record<string, string> = {
    ENOENT: 'The database does not answer. If Kith is just starting, try again in a moment.',
    ECONNREFUSED: 'The database does not answer. If Kith is just starting, try again in a moment.',
    ENOTFOUND: 'There is no machine of that name. Correct DATABASE_URL.',
    EAI_AGAIN: 'The name of the database’s machine cannot be looked up now. Try again later.',
    ETIMEDOUT: 'The database does not answer. Correct DATABASE_URL, or try again later.',
    EACCES: 'The database does not let this user in. Run this command as the user who runs Kith.',
  }
  const ofFile: Record<string, string> = {
    ENOENT: `The folder of ${file} does not exist.`,
    EACCES: `Kith may not write ${file}. Choose another place.`,
    EROFS: `Kith may not write ${file}. Choose another place.`,
    ENOSPC: `The disk that holds ${file} is full. What was written of it is removed again.`,
  }
  const ofDatabase: Record<string, string> = {
    '28000':
      'The database does not let this user in. Run this command as the user who runs Kith, or correct DATABASE_URL.',
    '28P01': 'The database does not accept this password. Correct DATABASE_URL.',
    '3D000': 'There is no such database. Correct DATABASE_URL.',
    '55P03': 'The database is busy with something that excludes others. Try again later.',
    '53100': 'The disk of the database is full. Make room first.',
  }
  const words = (isConnecting ? ofConnection : syscall ? ofFile : ofDatabase)[code]
  return words === undefined ? error : new Error(words, { cause: error })
}
