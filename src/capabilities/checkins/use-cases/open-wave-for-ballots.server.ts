import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { WaveId } from '#kernel/ids.ts'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { listGroups } from '../data/eligible.server.ts'
import { BALLOT_SIZE } from '../domain/ballot.ts'
import { collectsUntil, type Wave } from '../domain/wave.ts'
import { waveFolder } from '../keys/key-file.server.ts'

export const poolFileOf = (options: { dataDir: string; wave: WaveId }): string =>
  join(waveFolder(options.dataDir), `${options.wave}.pool`)

/**
 * Makes the wave's pool where there is none and lets the collector know its keys. Safe to repeat, after a restart too:
 * what lies in the pool stays. There is a place for each eligible person, since each has one ticket.
 */
export const openWaveForBallots = async (checkins: Checkins, wave: Wave): Promise<void> => {
  if (checkins.registry.wave(wave.id)) return
  const groups = await checkins.database.inOrganisation(wave.organisation, (tx) => listGroups(tx, wave.id))
  const file = poolFileOf({ dataDir: checkins.dataDir, wave: wave.id })
  await mkdir(waveFolder(checkins.dataDir), { recursive: true, mode: 0o700 })
  const capacity = groups.reduce((sum, group) => sum + group.eligible, 0)
  if (!existsSync(file)) await createPool({ file, capacity, payloadSize: BALLOT_SIZE })
  const pool = await openPool({ file })
  checkins.registry.add(
    {
      organisation: wave.organisation,
      wave: wave.id,
      opensAt: wave.opensAt,
      collectsUntil: collectsUntil(wave),
      pool,
    },
    groups.map((group) => ({ keyId: group.key_id, key: loadTicketKey(group.spki) })),
  )
}
