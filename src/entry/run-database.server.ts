import type { Settings } from '#platform/configuration/settings.server.ts'
import {
  type DatabaseAddress,
  embeddedAddress,
  externalAddress,
} from '#platform/database/addresses.server.ts'
import { type Engine, startEngine } from '#platform/database/engine.server.ts'
import { holdDatabase } from '#platform/database/sole-site.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import { uidOf } from './reach-database.server.ts'
import type { Undo } from './undo.server.ts'

/**
 * The database of a site that is about to run: that of `DATABASE_URL`, kept for this one site, or the data folder's own,
 * started, and started again whenever it ends by itself.
 * @throws a sentence for the operator.
 */
export const runDatabase = async (on: {
  settings: Settings
  log: Log
  undo: Undo
  replace: { databaseAddress?: DatabaseAddress; engineUid?: number }
  /** Called when another site took the database while this one could not reach it. */
  lost(): void
}): Promise<DatabaseAddress> => {
  const { databaseUrl, dataDir } = on.settings
  const address = on.replace.databaseAddress ?? (databaseUrl ? externalAddress(databaseUrl) : undefined)
  if (!address)
    return keepRunning({
      ...on,
      start: (isStartedAgain) => startEngine({ dataDir, isStartedAgain, ...uidOf(on.replace) }),
    })
  if (address.kind === 'external') {
    const sole = await holdDatabase({ address, log: on.log, lost: on.lost })
    on.undo.add(() => sole.release())
  }
  return address
}

const keepRunning = async (on: {
  start(isStartedAgain: boolean): Promise<Engine>
  log: Log
  undo: Undo
}): Promise<DatabaseAddress> => {
  let engine = await on.start(false)
  let isStopping = false
  on.undo.add(async () => {
    isStopping = true
    await engine.stop()
  })
  const watch = (watched: Engine) => void watched.ended.then(again)
  const again = async (): Promise<void> => {
    if (isStopping) return
    on.log.error({}, 'the database ended by itself; starting it again')
    try {
      engine = await on.start(true)
    } catch (err) {
      on.log.error({ err }, 'the database could not be started again; the next try is in five seconds')
      setTimeout(again, 5_000).unref()
      return
    }
    if (isStopping) await engine.stop()
    else watch(engine)
  }
  watch(engine)
  return embeddedAddress(engine)
}
