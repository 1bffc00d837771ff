import { existsSync } from 'node:fs'
import { isId, type OrganisationId, type WaveId } from '#kernel/ids.ts'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import type { DeskReader, DeskRow } from '#platform/collecting/read-desk.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { SteadyClock } from '#platform/steady-clock.server.ts'
import { poolFileOf } from '../../keys/pool-file.server.ts'
import { collectBallot } from '../collect-ballot.server.ts'
import { createCollectorHttp } from '../collector-http.server.ts'
import { openSealedPool } from '../open-sealed-pool.server.ts'
import { createRegistry } from '../registry.server.ts'

const rhythm = 1_000
/** So long without an answer of the database, and whoever watches is told. */
const quiet = 60_000

export type ApartCollector = {
  collect: ReturnType<typeof createCollectorHttp>
  /** Whether the database told lately what is collected, and every pool could be opened. */
  isWell(): boolean
  close(): Promise<void>
}

/**
 * The collector as a process of its own. It owns the pools of the waves that the site tells it about, until the site
 * says that a wave is over; then it lets the pool go, and the site counts. It knows keys and times, and nobody.
 * While the database is away it goes on with what it was told.
 * @throws when the database cannot be asked at the start: whoever comes now would be told that no key is known.
 */
export const openApartCollector = async (on: {
  desk: DeskReader
  dataDir: string
  steady: SteadyClock
  log: Log
  pagesOrigin: string | undefined
}): Promise<ApartCollector> => {
  const { desk, dataDir, steady, log } = on
  const registry = createRegistry()
  let toldAt = performance.now()
  let troubled = new Set<string>()
  let isOver = false

  const open = async (wave: WaveId, rows: readonly DeskRow[]): Promise<void> => {
    const live = registry.wave(wave)
    const [first] = rows
    if (!first || (live && !live.pool.hasFailed)) return
    await live?.pool.close().catch(() => undefined)
    const { opensAt, collectsUntil, sealedTo } = first
    const pool = await openSealedPool({ file: poolFileOf({ dataDir, wave }), sealedTo })
    // Whose wave it is, is not told and not needed.
    registry.add(
      { organisation: '' as OrganisationId, wave, opensAt, collectsUntil, pool },
      rows.map(({ keyId, spki }) => ({ keyId, key: loadTicketKey(spki) })),
    )
  }

  const look = async (): Promise<void> => {
    const rows = await desk.read()
    toldAt = performance.now()
    steady.look()
    const inTrouble = new Set<string>()
    for (const [wave, of] of Map.groupBy(rows, (row) => row.wave)) {
      if (!isId(wave)) continue
      const id = wave as WaveId
      const became = of[0]?.became
      if (became === 'live')
        await open(id, of).catch((err: unknown) => {
          inTrouble.add(wave)
          if (!troubled.has(wave)) log.error({ err, wave }, 'a check-in cannot take answers')
        })
      else {
        const answer = became === 'cancelled' ? 'ballot/wave-cancelled' : 'ballot/came-too-late'
        const live = registry.wave(id)
        registry.end(id, answer)
        registry.remember(
          of.map(({ keyId }) => keyId),
          answer,
        )
        await live?.pool.close()
      }
    }
    const told = new Set(rows.map(({ wave }) => wave))
    for (const { wave, pool } of registry.live().filter((live) => !told.has(live.wave))) {
      // A backup was put into the database: nothing of before goes on.
      registry.end(wave, 'ballot/wave-cancelled')
      await pool.close()
    }
    troubled = inTrouble
  }

  await look()
  const again = async () => {
    await look().catch(() => undefined)
    if (!isOver) timer = setTimeout(again, rhythm)
  }
  let timer = setTimeout(again, rhythm)
  return {
    collect: createCollectorHttp({
      collect: (bytes) => collectBallot(bytes, { registry, clock: steady }),
      pagesOrigin: on.pagesOrigin,
    }),
    isWell: () => troubled.size === 0 && performance.now() - toldAt < quiet && existsSync(dataDir),
    close: async () => {
      isOver = true
      clearTimeout(timer)
      for (const { pool } of registry.live()) await pool.close()
    },
  }
}
