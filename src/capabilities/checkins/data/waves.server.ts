import type { Selectable } from 'kysely'
import {
  type MemberId,
  newId,
  type OrganisationId,
  type SeriesId,
  type UnitId,
  type WaveId,
} from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { isAttribute } from '../domain/tables/attributes.ts'
import type { Wave, WaveState } from '../domain/wave.ts'
import type { CheckinTables } from './tables.ts'

type Row = Selectable<CheckinTables['org.wave']>

const waveOf = (row: Row): Wave => ({
  organisation: row.organisation as OrganisationId,
  id: row.id as WaveId,
  title: row.title,
  instrument: row.instrument,
  instrumentVersion: row.instrument_version,
  audience: row.audience as UnitId[],
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  minimumGroup: row.minimum_group,
  state: row.state as WaveState,
  keysWanted: row.keys_wanted,
  keysMade: row.keys_made,
  eligible: row.eligible,
  cancelledWhy: row.cancelled_why,
  cancelledBy: row.cancelled_by as MemberId | null,
  createdBy: row.created_by as MemberId,
  reminds: row.reminds,
  paper: row.paper as UnitId[],
  series: row.series as SeriesId | null,
  openingToldAt: row.opening_told_at,
  reminderToldAt: row.reminder_told_at,
  furtherTables: row.further_tables.filter(isAttribute),
})

const of = (tx: Tx) => tx.withTables<CheckinTables>()

export const findWave = async (tx: Tx, id: WaveId): Promise<Wave | undefined> => {
  const row = await of(tx).selectFrom('org.wave').selectAll().where('id', '=', id).executeTakeFirst()
  return row && waveOf(row)
}

/** As `findWave`, and nobody else changes the wave until this transaction ends. */
export const findWaveForUpdate = async (tx: Tx, id: WaveId): Promise<Wave | undefined> => {
  const row = await of(tx)
    .selectFrom('org.wave')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && waveOf(row)
}

/** As `findWave`, and its state stays as it is until this transaction ends; others may look too. */
export const findWaveForShare = async (tx: Tx, id: WaveId): Promise<Wave | undefined> => {
  const row = await of(tx)
    .selectFrom('org.wave')
    .selectAll()
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  return row && waveOf(row)
}

/** Newest opening first. */
export const listWaves = async (tx: Tx, states?: readonly WaveState[]): Promise<Wave[]> => {
  let query = of(tx).selectFrom('org.wave').selectAll().orderBy('opens_at', 'desc').orderBy('id')
  if (states) query = query.where('state', 'in', [...states])
  return (await query.execute()).map(waveOf)
}

/** What a planner may still change in a draft. */
const planned = (wave: Wave) => ({
  title: wave.title,
  instrument: wave.instrument,
  instrument_version: wave.instrumentVersion,
  audience: [...wave.audience],
  opens_at: wave.opensAt,
  closes_at: wave.closesAt,
  minimum_group: wave.minimumGroup,
  keys_wanted: wave.keysWanted,
  reminds: wave.reminds,
  further_tables: [...wave.furtherTables],
  paper: [...wave.paper],
})

export const insertWave = async (tx: Tx, wave: Wave): Promise<void> => {
  await of(tx)
    .insertInto('org.wave')
    .values({
      organisation: wave.organisation,
      id: wave.id,
      ...planned(wave),
      state: wave.state,
      keys_made: wave.keysMade,
      created_by: wave.createdBy,
      series: wave.series,
    })
    .execute()
}

/** Replaces a draft's plan. Only a draft can be changed; an announced wave stands as announced. */
export const updateDraft = async (tx: Tx, wave: Wave): Promise<void> => {
  await of(tx)
    .updateTable('org.wave')
    .set(planned(wave))
    .where('id', '=', wave.id)
    .where('state', '=', 'draft')
    .execute()
}

export const deleteDraft = async (tx: Tx, id: WaveId): Promise<void> => {
  await of(tx).deleteFrom('org.wave').where('id', '=', id).where('state', '=', 'draft').execute()
}

/** The same draft under a new id, with none of its keys. */
export const renewDraft = async (tx: Tx, id: WaveId): Promise<void> => {
  const fresh = newId<WaveId>()
  await of(tx)
    .updateTable('org.wave')
    .set({ id: fresh, keys_made: 0 })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .execute()
  await of(tx).updateTable('org.series_date').set({ wave: fresh }).where('wave', '=', id).execute()
}

export const setState = async (
  tx: Tx,
  change: {
    wave: WaveId
    from: readonly WaveState[]
    to: WaveState
    cancelled?: { why: string; by: MemberId | null }
  },
): Promise<boolean> => {
  const { cancelled } = change
  const result = await of(tx)
    .updateTable('org.wave')
    .set({
      state: change.to,
      ...(cancelled ? { cancelled_why: cancelled.why, cancelled_by: cancelled.by } : {}),
    })
    .where('id', '=', change.wave)
    .where('state', 'in', [...change.from])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Notes that everybody is told now; false when that was noted before, or the wave is not open. */
export const markTold = async (
  tx: Tx,
  change: { wave: WaveId; what: 'opening' | 'reminder'; at: Date },
): Promise<boolean> => {
  const column = change.what === 'opening' ? 'opening_told_at' : 'reminder_told_at'
  const result = await of(tx)
    .updateTable('org.wave')
    .set({ [column]: change.at })
    .where('id', '=', change.wave)
    .where('state', '=', 'open')
    .where(column, 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const setKeysMade = async (tx: Tx, change: { wave: WaveId; made: number }): Promise<void> => {
  await of(tx).updateTable('org.wave').set({ keys_made: change.made }).where('id', '=', change.wave).execute()
}

/** Freezes what was announced. */
export const announce = async (
  tx: Tx,
  frozen: {
    wave: WaveId
    eligible: number
    plan: string
    questions: string
    manifest: string
    signature: Buffer
  },
): Promise<void> => {
  await of(tx)
    .updateTable('org.wave')
    .set({
      state: 'announced',
      eligible: frozen.eligible,
      plan: frozen.plan,
      questions: frozen.questions,
      manifest: frozen.manifest,
      manifest_signature: frozen.signature,
    })
    .where('id', '=', frozen.wave)
    .execute()
}

/** The plans of every wave that was announced, by wave. */
export const listPlans = async (tx: Tx): Promise<Map<string, string>> =>
  new Map(
    (await of(tx).selectFrom('org.wave').select(['id', 'plan']).where('plan', 'is not', null).execute()).map(
      ({ id, plan }) => [id, plan ?? ''],
    ),
  )

/** The texts that were frozen at the announcement. */
export const findFrozen = (tx: Tx, id: WaveId) =>
  of(tx)
    .selectFrom('org.wave')
    .select(['plan', 'questions', 'manifest', 'manifest_signature', 'eligible'])
    .where('id', '=', id)
    .executeTakeFirst()
