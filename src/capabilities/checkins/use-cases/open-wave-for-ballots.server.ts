import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { WaveId } from '#kernel/ids.ts'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import type { Desk } from '#platform/collecting/desk.server.ts'
import { createPool, type Pool } from '#platform/pool/index.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { poolElsewhere } from '../collector/apart/pool-elsewhere.server.ts'
import { openSealedPool } from '../collector/open-sealed-pool.server.ts'
import { listGroups } from '../data/eligible.server.ts'
import { listTableKeys } from '../data/further.server.ts'
import { findFrozen, findWave } from '../data/waves.server.ts'
import { BALLOT_SIZE } from '../domain/ballot.ts'
import type { Manifest } from '../domain/manifest/manifest.ts'
import { collectsUntil, type Wave } from '../domain/wave.ts'
import { waveFolder } from '../keys/key-file.server.ts'
import { poolFileOf } from '../keys/pool-file.server.ts'
import { paperFormOf } from './paper/paper-form-of.server.ts'
import { awaitedWitnesses } from './witnesses/awaited-witnesses.server.ts'

export { poolFileOf } from '../keys/pool-file.server.ts'

/**
 * Opens the wave's pool and lets the collector know its keys. Safe to repeat, after a restart too: what lies in the pool
 * stays. A pool whose disk failed is opened anew, so that answers are taken again as soon as it writes. A pool is made only before the wave opens; one that is missing later was lost, and that must be seen, not
 * counted as silence. There is a place for each ticket: one for each eligible person and table.
 * @throws when the pool is missing or cannot be used.
 */
export const openWaveForBallots = (checkins: Checkins, wave: Wave): Promise<void> => {
  // The announcement, the rhythm and a closing may ask at once: the first one does it for all.
  const under = underWay.get(checkins)?.get(wave.id)
  if (under) return under
  const opening = open(checkins, wave).finally(() => underWay.get(checkins)?.delete(wave.id))
  const all = underWay.get(checkins) ?? new Map<WaveId, Promise<void>>()
  underWay.set(checkins, all.set(wave.id, opening))
  return opening
}

// Keyed by the running site, so that this module itself keeps nothing.
const underWay = new WeakMap<Checkins, Map<WaveId, Promise<void>>>()

const open = async (checkins: Checkins, given: Wave): Promise<void> => {
  const live = checkins.registry.wave(given.id)
  if (live && !live.pool.hasFailed && !live.isHeld) return
  const now = await checkins.database.inOrganisation(given.organisation, async (tx) => ({
    wave: await findWave(tx, given.id),
    main: await listGroups(tx, given.id),
    further: await listTableKeys(tx, given.id),
    frozen: await findFrozen(tx, given.id),
    awaited: await awaitedWitnesses(tx, given.id),
  }))
  const { wave, main, frozen } = now
  const groups = [...main, ...now.further]
  // It may have been cancelled or released since the caller looked.
  if (!wave || !['announced', 'open', 'closing'].includes(wave.state)) return
  // Until its witnesses have signed, it takes no answer, on paper neither.
  const isHeld = wave.state === 'announced' && now.awaited.length > 0
  const ticketKeys = groups.map((group) => ({ keyId: group.key_id, key: loadTicketKey(group.spki) }))
  if (live && !live.pool.hasFailed) {
    const { isHeld: _, ...signed } = live
    if (!isHeld) checkins.registry.add(signed, ticketKeys)
    return
  }
  const file = poolFileOf({ dataDir: checkins.dataDir, wave: wave.id })
  await mkdir(waveFolder(checkins.dataDir), { recursive: true, mode: 0o700 })
  const capacity = groups.reduce((sum, group) => sum + group.eligible, 0)
  const sealedTo = waveKeyOf(frozen)
  if (wave.state === 'announced' && !existsSync(file))
    await createPool({ file, capacity, payloadSize: BALLOT_SIZE, sealedTo })
  // A disk that failed may fail at closing too; the lock is let go either way.
  await live?.pool.close().catch((err: unknown) => checkins.log.warn({ err }, 'a failed pool was closed'))
  const paper = await paperFormOf(checkins, { wave, groups: main, frozen })
  const pool = checkins.desk
    ? await collectedElsewhere({ desk: checkins.desk, file, sealedTo, capacity, wave, groups })
    : await openSealedPool({ file, sealedTo })
  checkins.registry.add(
    {
      organisation: wave.organisation,
      wave: wave.id,
      opensAt: wave.opensAt,
      ...(isHeld ? { isHeld } : {}),
      collectsUntil: collectsUntil(wave),
      pool,
      ...(paper ? { paper } : {}),
    },
    ticketKeys,
  )
}

/** The collector is a process of its own: it is told what to take, and hands the pool over when the wave is over. */
const collectedElsewhere = async (given: {
  desk: Desk
  file: string
  sealedTo: Uint8Array
  capacity: number
  wave: Wave
  groups: readonly { key_id: Buffer; spki: Buffer }[]
}): Promise<Pool> => {
  const { desk, file, sealedTo, capacity, wave, groups } = given
  const keys = groups.map(({ key_id, spki }) => ({ keyId: key_id, spki }))
  const { id, opensAt } = wave
  if (wave.state !== 'closing')
    await desk.publish({ wave: id, opensAt, collectsUntil: collectsUntil(wave), sealedTo, keys })
  const over = () => desk.end({ wave: id, became: 'late' })
  return poolElsewhere({ file, sealedTo, capacity, payloadSize: BALLOT_SIZE, over })
}

/** The key that was announced, to which browsers seal answers: what lies on the disk is sealed to it once more. */
const waveKeyOf = (frozen: Awaited<ReturnType<typeof findFrozen>>): Uint8Array => {
  if (!frozen?.manifest) throw new Error('A wave that was announced has no manifest.')
  return new Uint8Array(Buffer.from((JSON.parse(frozen.manifest) as Manifest).waveKey, 'base64url'))
}
