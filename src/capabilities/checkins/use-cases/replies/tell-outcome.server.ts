import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import type { OutcomeForm } from '../../contract/reply-form.ts'
import { insertOutcome } from '../../data/replies.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { replyLimits } from '../../domain/reply.ts'
import { mayReply } from '../../policy.server.ts'

/** Says to everybody what became of a promise: that it was done, or that it was not, and why. Once, and for good. */
export const tellOutcome = async (
  input: { wave: string; form: OutcomeForm },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<null, CheckinRefusal>> => {
  const { checkins, actor } = on
  const { reply, outcome, words } = input.form
  if (!mayReply(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave) || !isId(reply)) return refuse({ code: 'checkins/not-found' })
  if (outcome === '') return refuse({ code: 'checkins/reply-outcome-missing' })
  const limit = replyLimits.words
  if (words.length > limit) return refuse({ code: 'checkins/reply-too-long', limit })
  if (outcome === 'not-done' && words === '') return refuse({ code: 'checkins/reply-reason-missing' })
  const wave = input.wave as WaveId
  return checkins.database.inOrganisation<Result<null, CheckinRefusal>>(actor.organisation.id, async (tx) => {
    const at = checkins.clock.now()
    if (!(await insertOutcome(tx, { reply, wave, kind: outcome, words, at })))
      return refuse({ code: 'checkins/reply-outcome-told' })
    await note({
      tx,
      clock: checkins.clock,
      organisation: actor.organisation.id,
      actor: actor.member.id,
      act: 'reply-outcome-told',
      facts: { wave, outcome },
    })
    return accept(null)
  })
}
