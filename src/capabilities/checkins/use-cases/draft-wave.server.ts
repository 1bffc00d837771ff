import type { Actor } from '#capabilities/people/index.ts'
import { isId, newId, type UnitId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWaveForUpdate, insertWave, updateDraft } from '../data/waves.server.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { isTooMuch } from '../domain/tables/further.ts'
import { untold, type Wave } from '../domain/wave.ts'
import { mayPlanWaves } from '../policy.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { localText } from './local-times.server.ts'
import { planFromStaff } from './plan-from-staff.server.ts'
import { burdenOfDraft } from './plan-further.server.ts'
import { readPlanForm } from './read-plan-form.server.ts'

/**
 * Keeps a plan as a draft, new or changed, and has its keys made meanwhile. Nobody but planners sees a draft.
 */
export const draftWave = async (
  input: { wave?: string | undefined; form: unknown },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ wave: WaveId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  const kept = await checkins.database.inOrganisation<Result<Wave, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const instruments = await instrumentsOf(tx, checkins)
      const read = readPlanForm(input.form, { instruments, timeZone: actor.organisation.timeZone })
      if (!read.ok) return read
      if (read.value.opensAt <= checkins.clock.now()) return refuse({ code: 'checkins/opens-in-the-past' })
      const plan = await planFromStaff(tx, {
        ...read.value,
        instrument: read.value.instrument.id,
        audience: read.value.audience as UnitId[],
      })
      if (!plan.ok) return plan
      const before = isId(input.wave) ? await findWaveForUpdate(tx, input.wave as WaveId) : undefined
      if (input.wave && before?.state !== 'draft')
        return refuse(before ? { code: 'checkins/already-announced' } : { code: 'checkins/not-found' })
      const wanted = await burdenOfDraft(tx, {
        instrument: read.value.instrument,
        day: localText(read.value.opensAt, actor.organisation.timeZone).slice(0, 10),
        language: actor.organisation.language,
        plan: plan.value,
        chosen: read.value.furtherTables,
        k: read.value.minimumGroup,
      })
      if (isTooMuch(wanted)) return refuse({ code: 'checkins/too-many-tables', ...wanted })
      const wave: Wave = {
        organisation: actor.organisation.id,
        id: before?.id ?? newId<WaveId>(),
        title: read.value.title,
        instrument: read.value.instrument.id,
        instrumentVersion: read.value.instrument.version,
        audience: read.value.audience as UnitId[],
        opensAt: read.value.opensAt,
        closesAt: read.value.closesAt,
        minimumGroup: read.value.minimumGroup,
        state: 'draft',
        // A few to spare, so that a staff list that changes before the announcement finds keys ready.
        keysWanted: Math.max(before?.keysWanted ?? 0, wanted.keys + 2),
        keysMade: before?.keysMade ?? 0,
        eligible: null,
        ...untold,
        createdBy: actor.member.id,
        reminds: read.value.reminds,
        furtherTables: read.value.furtherTables,
        paper: read.value.paper as UnitId[],
        series: before?.series ?? null,
      }
      if (before) await updateDraft(tx, wave)
      else await insertWave(tx, wave)
      return accept(wave)
    },
  )
  if (!kept.ok) return kept
  await checkins.jobs.send('prepare-keys', { organisation: kept.value.organisation, wave: kept.value.id })
  return accept({ wave: kept.value.id })
}
