import * as v from 'valibot'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { CancelForm } from '../contract/plan-form.ts'
import { deleteIssued } from '../data/issuance.server.ts'
import { deleteDraft, findWaveForUpdate } from '../data/waves.server.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { mayPlanWaves } from '../policy.server.ts'
import { appendCancellation } from './append-cancellation.server.ts'
import { forgetWave } from './forget-wave.server.ts'
import { queueForEveryone } from './tell-everyone.server.ts'

/**
 * Ends a wave without counting it: why stands in the public chain, and every answer is destroyed unread. Everybody who
 * was told that it is open is told this, in the same words. A draft is simply removed.
 */
export const cancelWave = async (
  input: { wave: string; form: unknown },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ wave: WaveId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId
  const form = v.safeParse(CancelForm, input.form)
  if (!form.success) return refuse({ code: 'checkins/form-not-readable' })
  const { why } = form.output
  const done = await checkins.database.inOrganisation<Result<{ wave: WaveId }, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const wave = await findWaveForUpdate(tx, id)
      if (!wave) return refuse({ code: 'checkins/not-found' })
      if (wave.state === 'draft') {
        await deleteDraft(tx, id)
        return accept({ wave: id })
      }
      if (wave.state !== 'announced' && wave.state !== 'open')
        return refuse({ code: 'checkins/already-over' })
      if (why === '') return refuse({ code: 'checkins/reason-missing' })
      const { dataDir } = checkins
      await appendCancellation(tx, { wave, dataDir, by: 'wellbeing-lead', member: actor.member.id, why })
      if (wave.openingToldAt)
        await queueForEveryone(tx, { wave, kind: 'check-in-cancelled', at: checkins.clock.now() })
      await deleteIssued(tx, id)
      await note({
        tx,
        clock: checkins.clock,
        organisation: wave.organisation,
        actor: actor.member.id,
        act: 'check-in-cancelled',
        facts: { wave: id },
      })
      return accept({ wave: id })
    },
  )
  if (!done.ok) return done
  await forgetWave(checkins, { wave: id, answer: 'ballot/wave-cancelled' })
  await checkins.jobs.send('send-messages', {})
  return done
}
