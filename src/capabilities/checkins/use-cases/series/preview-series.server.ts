import { createHash } from 'node:crypto'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type SeriesId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import type { Warning } from '../../domain/asking-too-often.ts'
import { type PlanPaper, paperOf } from '../../domain/plan-shown.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { addDays, daysAhead, daysOf, type SeriesPlan } from '../../domain/series.ts'
import type { SeriesFields } from '../../domain/series-fields.ts'
import { isTooMuch } from '../../domain/tables/further.ts'
import { mayPlanWaves } from '../../policy.server.ts'
import { instrumentsOf } from '../instruments-of.server.ts'
import { planFromStaff } from '../plan-from-staff.server.ts'
import { burdenOfDraft } from '../plan-further.server.ts'
import { readSeriesPlan } from './read-series-plan.server.ts'
import { timesOf, todayAt } from './times-of-day.server.ts'
import { warnOfSeries } from './warn-of-series.server.ts'

/** One coming date before it is a wave; without times a holiday takes it. */
export type PlannedDate = {
  readonly plannedOn: string
  readonly isMoved: boolean
  readonly times: { readonly opensAt: Date; readonly closesAt: Date } | null
}

export type SeriesPreview = {
  readonly plan: SeriesPlan
  readonly eligible: number
  readonly dates: readonly PlannedDate[]
  readonly warnings: readonly Warning[]
  /** As the staff list stands now; who is pooled with whom may change until a date is announced. */
  readonly paper: readonly PlanPaper[]
  /** Stands for these dates, the turns of their modules and the warnings: whoever says yes sends it back. */
  readonly seal: string
}

const shown = 12

type On = { checkins: Checkins; actor: Actor }

/** The dates that a series would have, and what its planner should know, before she says yes. */
export const previewSeries = (
  input: { series?: string | undefined; fields: SeriesFields },
  on: On,
): Promise<Result<SeriesPreview, CheckinRefusal>> =>
  on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) => preview(tx, input, on))

/** Days: whoever plans further than two years ahead has most likely slipped on a digit. */
const farthest = 2 * 365

export const preview = async (
  tx: Tx,
  input: { series?: string | undefined; fields: SeriesFields },
  on: On,
): Promise<Result<SeriesPreview, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (input.series !== undefined && !isId(input.series)) return refuse({ code: 'checkins/not-found' })
  const { language, timeZone } = actor.organisation
  const instruments = await instrumentsOf(tx, checkins)
  const read = readSeriesPlan(input.fields, { instruments, language })
  if (!read.ok) return read
  const plan = read.value
  const now = checkins.clock.now()
  const from = addDays(todayAt(now, timeZone), daysAhead.prepared)
  // A series that changes goes on from the next date that nobody was told of; a new one begins as it says.
  if (input.series === undefined && plan.firstOn < from)
    return refuse({ code: 'checkins/first-day-in-the-past' })
  if (plan.firstOn > addDays(from, farthest)) return refuse({ code: 'checkins/first-day-too-far' })
  const asked = await planFromStaff(tx, plan)
  if (!asked.ok) return asked
  const instrument = instruments.get(plan.instrument)
  const burden =
    instrument &&
    (await burdenOfDraft(tx, {
      instrument,
      day: plan.firstOn,
      language,
      plan: asked.value,
      chosen: plan.furtherTables,
      k: plan.minimumGroup,
    }))
  if (burden && isTooMuch(burden)) return refuse({ code: 'checkins/too-many-tables', ...burden })
  const dates = daysOf(plan, { from, count: shown }).map(
    ({ plannedOn, opensOn }): PlannedDate => ({
      plannedOn,
      isMoved: opensOn !== null && opensOn !== plannedOn,
      times: opensOn === null ? null : timesOf({ on: opensOn, plan, timeZone }),
    }),
  )
  const series = input.series as SeriesId | undefined
  const held = dates.flatMap(({ times }) => times ?? [])
  const warnings = await warnOfSeries(tx, { series, plan, dates: held, now, timeZone })
  const eligible = asked.value.groups.reduce((sum, group) => sum + group.eligible, 0)
  const { items: _, turns: __, ...kept } = plan
  const paper = paperOf(asked.value.groups)
  return accept({
    plan: kept,
    eligible,
    dates,
    warnings,
    paper,
    seal: sealOf({ plan, dates, warnings, paper }),
  })
}

const sealOf = (shownToHer: object): string =>
  createHash('sha256').update(JSON.stringify(shownToHer)).digest('base64url').slice(0, 22)
