import { isRoleHeld, type OrganisationSummary } from '#capabilities/people/index.server.ts'
import { newId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import {
  findSeriesForUpdate,
  listSeries,
  listSeriesDates,
  type SeriesDate,
  saveSeriesDate,
} from '../../data/series.server.ts'
import { deleteDraft, findWave, insertWave } from '../../data/waves.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { addDays, daysAhead, daysOf, type Series } from '../../domain/series.ts'
import { untold, type Wave } from '../../domain/wave.ts'
import { waveTitle } from '../../letters.server.ts'
import { announceDraft } from '../announce-wave.server.ts'
import { instrumentsOf } from '../instruments-of.server.ts'
import { planFromStaff } from '../plan-from-staff.server.ts'
import { burdenOfDraft } from '../plan-further.server.ts'
import { timesOf, todayAt } from './times-of-day.server.ts'

type Here = { checkins: Checkins; organisation: OrganisationSummary }
type Due = Here & { series: Series; plannedOn: string; opensOn: string }

const day = 86_400_000

/**
 * Prepares and announces the dates of every running series as they come near. A date and its wave are written in one
 * transaction that holds the series, so that this may be killed anywhere, be run twice, or run in two processes, and
 * each date becomes one wave.
 */
export const advanceSeries = async (here: Here): Promise<void> => {
  const { checkins, organisation } = here
  const { timeZone } = organisation
  const running = (await checkins.database.inOrganisation(organisation.id, listSeries)).filter(
    ({ state }) => state === 'running',
  )
  for (const series of running) {
    const today = todayAt(checkins.clock.now(), timeZone)
    // A date that the clock has passed unannounced is looked at once more, to say that it was missed.
    for (const { plannedOn, opensOn } of daysOf(series, { from: addDays(today, -2), count: 8 })) {
      if (opensOn !== null) await advanceDate({ ...here, series, plannedOn, opensOn })
    }
  }
}

const advanceDate = async (due: Due): Promise<void> => {
  const { checkins, organisation, series, plannedOn } = due
  const now = checkins.clock.now().getTime()
  const opensAt = timesOf({
    on: due.opensOn,
    plan: series,
    timeZone: organisation.timeZone,
  }).opensAt.getTime()
  if (now < opensAt - daysAhead.prepared * day) return
  const inOrganisation = checkins.database.inOrganisation
  const found = await inOrganisation(organisation.id, async (tx) => {
    const known = (await listSeriesDates(tx, series.id)).get(plannedOn)
    const wave = known?.wave ? await findWave(tx, known.wave) : undefined
    return { known, wave, isLookedAfter: await isRoleHeld(tx, 'wellbeing-lead') }
  })
  if (found.known?.isSkipped) return
  if (now >= opensAt) {
    if (found.wave?.state === 'draft') await inOrganisation(organisation.id, (tx) => miss(tx, due))
    return
  }
  if (found.wave && found.wave.state !== 'draft') return
  // Its planner may have left, and it goes on. But nobody is asked while nobody is there to read and to reply.
  if (!found.isLookedAfter) {
    const refusal: CheckinRefusal = { code: 'checkins/nobody-plans' }
    await inOrganisation(organisation.id, (tx) => tell(tx, { due, known: found.known, refusal }))
    return
  }
  if (!found.wave) return prepare(due)
  if (now < opensAt - daysAhead.announced * day) return
  const announced = await announceDraft(checkins, { wave: found.wave.id, organisation, by: null })
  // Keys that are still being made are no trouble: the rhythm asks again.
  if (!announced.ok && announced.refusal.code === 'checkins/keys-not-ready') return
  await inOrganisation(organisation.id, (tx) =>
    tell(tx, { due, known: found.known, refusal: announced.ok ? undefined : announced.refusal }),
  )
}

const prepare = async (due: Due): Promise<void> => {
  const { checkins, organisation, series, plannedOn } = due
  const made = await checkins.database.inOrganisation(organisation.id, async (tx) => {
    const current = await findSeriesForUpdate(tx, series.id)
    if (current?.state !== 'running') return undefined
    // Changed since it was read: the next round reads it anew.
    if (JSON.stringify(current) !== JSON.stringify(series)) return undefined
    const known = (await listSeriesDates(tx, series.id)).get(plannedOn)
    if (known?.isSkipped) return undefined
    // A draft of a series that a lead threw away is a date that she skipped.
    if (known?.wave) {
      if (await findWave(tx, known.wave)) return undefined
      await saveSeriesDate(tx, { ...known, ...keyOf(due), wave: null, isSkipped: true, problem: null })
      return undefined
    }
    const draft = await draftOf(tx, due)
    if (!draft.ok) {
      await tell(tx, { due, known, refusal: draft.refusal })
      return undefined
    }
    await insertWave(tx, draft.value)
    await saveSeriesDate(tx, { ...keyOf(due), wave: draft.value.id, isSkipped: false, problem: null })
    return draft.value.id
  })
  if (made) await checkins.jobs.send('prepare-keys', { organisation: organisation.id, wave: made })
}

const keyOf = ({ organisation, series, plannedOn }: Due) => ({
  organisation: organisation.id,
  series: series.id,
  plannedOn,
})

/** Keeps what is in the way of a date for its planner to read, and forgets it once it is gone. */
const tell = async (
  tx: Tx,
  given: { due: Due; known: SeriesDate | undefined; refusal: CheckinRefusal | undefined },
): Promise<void> => {
  const { due, known, refusal } = given
  const problem = refusal ? JSON.stringify(refusal) : null
  if (problem === (known?.problem ?? null)) return
  await saveSeriesDate(tx, { ...keyOf(due), wave: known?.wave ?? null, isSkipped: false, problem })
}

/** A date that nobody could be told of in time is let go: nobody is asked out of the blue. */
const miss = async (tx: Tx, due: Due): Promise<void> => {
  await findSeriesForUpdate(tx, due.series.id)
  const known = (await listSeriesDates(tx, due.series.id)).get(due.plannedOn)
  if (!known?.wave) return
  await deleteDraft(tx, known.wave)
  const problem = known.problem ?? JSON.stringify({ code: 'checkins/opens-in-the-past' })
  await saveSeriesDate(tx, { ...keyOf(due), wave: null, isSkipped: false, problem })
}

const draftOf = async (tx: Tx, due: Due): Promise<Result<Wave, CheckinRefusal>> => {
  const { checkins, organisation, series, opensOn } = due
  const instrument = (await instrumentsOf(tx, checkins)).get(series.instrument)
  if (!instrument) return refuse({ code: 'checkins/instrument-unknown' })
  const plan = await planFromStaff(tx, series)
  if (!plan.ok) return plan
  const wanted = await burdenOfDraft(tx, {
    instrument,
    day: due.plannedOn,
    language: organisation.language,
    plan: plan.value,
    chosen: series.furtherTables,
    k: series.minimumGroup,
  })
  return accept({
    organisation: organisation.id,
    id: newId<WaveId>(),
    title: waveTitle({ title: series.title, on: opensOn, language: organisation.language }),
    instrument: instrument.id,
    instrumentVersion: instrument.version,
    audience: series.audience,
    ...timesOf({ on: opensOn, plan: series, timeZone: organisation.timeZone }),
    minimumGroup: series.minimumGroup,
    state: 'draft',
    keysWanted: wanted.keys + 2,
    keysMade: 0,
    eligible: null,
    ...untold,
    createdBy: series.createdBy,
    reminds: series.reminds,
    furtherTables: series.furtherTables,
    paper: series.paper,
    series: series.id,
  })
}
