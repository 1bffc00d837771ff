import type { Selectable } from 'kysely'
import type { MemberId, OrganisationId, SeriesId, UnitId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { HolidayRule, Rhythm, Series, SeriesState } from '../domain/series.ts'
import { isAttribute } from '../domain/tables/attributes.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

const seriesOf = (row: Selectable<CheckinTables['org.series']>): Series => ({
  organisation: row.organisation as OrganisationId,
  id: row.id as SeriesId,
  title: row.title,
  instrument: row.instrument,
  audience: row.audience as UnitId[],
  minimumGroup: row.minimum_group,
  rhythm: row.rhythm as Rhythm,
  firstOn: row.first_on,
  opensTime: row.opens_time,
  daysOpen: row.days_open,
  holidays: row.holidays,
  onHoliday: row.on_holiday as HolidayRule,
  reminds: row.reminds,
  paper: row.paper as UnitId[],
  furtherTables: row.further_tables.filter(isAttribute),
  state: row.state as SeriesState,
  createdBy: row.created_by as MemberId,
})

export const findSeries = async (tx: Tx, id: SeriesId): Promise<Series | undefined> => {
  const row = await of(tx).selectFrom('org.series').selectAll().where('id', '=', id).executeTakeFirst()
  return row && seriesOf(row)
}

/** As `findSeries`, and nobody else changes it, or makes a date of it, until this transaction ends. */
export const findSeriesForUpdate = async (tx: Tx, id: SeriesId): Promise<Series | undefined> => {
  const rows = of(tx).selectFrom('org.series').selectAll().where('id', '=', id)
  const row = await rows.forUpdate().executeTakeFirst()
  return row && seriesOf(row)
}

export const listSeries = async (tx: Tx): Promise<Series[]> =>
  (await of(tx).selectFrom('org.series').selectAll().orderBy('title').orderBy('id').execute()).map(seriesOf)

/** Keeps a series, new or changed. */
export const saveSeries = async (tx: Tx, series: Series): Promise<void> => {
  const plan = {
    title: series.title,
    instrument: series.instrument,
    audience: [...series.audience],
    minimum_group: series.minimumGroup,
    rhythm: series.rhythm,
    first_on: series.firstOn,
    opens_time: series.opensTime,
    days_open: series.daysOpen,
    holidays: [...series.holidays],
    on_holiday: series.onHoliday,
    reminds: series.reminds,
    paper: [...series.paper],
    further_tables: [...series.furtherTables],
    state: series.state,
  }
  await of(tx)
    .insertInto('org.series')
    .values({
      organisation: series.organisation,
      id: series.id,
      created_by: series.createdBy,
      ...plan,
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(plan))
    .execute()
}

export const setSeriesState = async (tx: Tx, given: { id: SeriesId; state: SeriesState }): Promise<void> => {
  await of(tx).updateTable('org.series').set({ state: given.state }).where('id', '=', given.id).execute()
}

export type SeriesDate = {
  plannedOn: string
  wave: WaveId | null
  isSkipped: boolean
  problem: string | null
}

/** What is known of the dates of a series so far, by their planned day. */
export const listSeriesDates = async (tx: Tx, series: SeriesId): Promise<Map<string, SeriesDate>> =>
  new Map(
    (
      await of(tx)
        .selectFrom('org.series_date')
        .selectAll()
        .where('series', '=', series)
        .orderBy('planned_on')
        .execute()
    ).map((row) => [
      row.planned_on,
      {
        plannedOn: row.planned_on,
        wave: row.wave as WaveId | null,
        isSkipped: row.is_skipped,
        problem: row.problem,
      },
    ]),
  )

export const saveSeriesDate = async (
  tx: Tx,
  given: SeriesDate & { organisation: OrganisationId; series: SeriesId },
): Promise<void> => {
  const kept = { wave: given.wave, is_skipped: given.isSkipped, problem: given.problem }
  await of(tx)
    .insertInto('org.series_date')
    .values({ organisation: given.organisation, series: given.series, planned_on: given.plannedOn, ...kept })
    .onConflict((conflict) => conflict.columns(['organisation', 'series', 'planned_on']).doUpdateSet(kept))
    .execute()
}

export const deleteSeriesDate = async (
  tx: Tx,
  given: { series: SeriesId; plannedOn: string },
): Promise<void> => {
  await of(tx)
    .deleteFrom('org.series_date')
    .where('series', '=', given.series)
    .where('planned_on', '=', given.plannedOn)
    .execute()
}
