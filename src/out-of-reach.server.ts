import { setTimeout as sleep } from 'node:timers/promises'
import { isOutOfReach } from '#platform/database/out-of-reach.ts'
import type { Composition } from './composition.server.ts'

const patience = 8_000

/** Not a bug: something outside of the program is away, and what is asked now would fail whatever it is. */
export const isAway = async (error: unknown, site: Composition): Promise<boolean> =>
  isOutOfReach(error) || !(await site.database.isUp())

/**
 * Works, however long that takes while the database speaks; nobody waits for one that has stopped.
 * @throws what the work throws, or that the database is away.
 */
export const unlessAway = async <T>(site: Composition, work: () => Promise<T>): Promise<T> => {
  const working = work()
  const isOver = new AbortController()
  const away = async (): Promise<never> => {
    for (;;) {
      await sleep(patience, undefined, { ref: false, signal: isOver.signal })
      if (!(await site.database.isUp())) throw new Error('The database has stopped speaking.')
    }
  }
  try {
    return await Promise.race([working, away()])
  } finally {
    isOver.abort()
    // What was given up may still fail, and nobody would hear of it.
    working.catch(() => {})
  }
}
