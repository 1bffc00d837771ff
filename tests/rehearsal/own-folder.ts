import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseAddress, embeddedAddress } from '#platform/database/addresses.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'

const nobody = 65534

/** A data folder of its own, as an operator has one; its database is to run as nobody where the tests run as root. */
export const makeDataFolder = (): { dataDir: string; remove(): void } => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-own-'))
  if (process.getuid?.() === 0) {
    chmodSync(dataDir, 0o755)
    chownSync(dataDir, nobody, nobody)
  }
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

/** Where the embedded database of a data folder is reached while something runs on it. */
export const addressIn = (dataDir: string): DatabaseAddress =>
  embeddedAddress({ socketFolder: join(dataDir, 'run'), port: 5432 })

/** The embedded database of a data folder, with nothing left out. */
export const startOwnDatabase = async (dataDir: string): Promise<{ stop(): Promise<void> }> => {
  const engine = await startEngine({ dataDir })
  await migrate({ address: embeddedAddress(engine) })
  return engine
}
