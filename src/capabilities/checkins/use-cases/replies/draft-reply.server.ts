import type { Actor } from '#capabilities/people/index.ts'
import { isId, newId, type ReplyId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../../checkins.server.ts'
import type { ReplyForm } from '../../contract/reply-form.ts'
import { findRelease } from '../../data/releases.server.ts'
import { insertReplyDraft, listReplyDrafts, takeReplyDrafts } from '../../data/replies.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { replyLimits } from '../../domain/reply.ts'
import { checkReply } from '../../domain/reply-check.ts'
import { mayReply } from '../../policy.server.ts'
import { localText } from '../local-times.server.ts'

type On = { checkins: Checkins; actor: Actor }

/** Keeps one line of a reply, for the leads' eyes, until the whole reply is published. */
export const draftReply = async (
  input: { wave: string; form: ReplyForm },
  on: On,
): Promise<Result<{ id: string }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayReply(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const wave = input.wave as WaveId
  const at = checkins.clock.now()
  const line = checkReply(input.form, localText(at, actor.organisation.timeZone).slice(0, 10))
  if (!line.ok) return line
  return checkins.database.inOrganisation<Result<{ id: string }, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      if (!(await findRelease(tx, wave))) return refuse({ code: 'checkins/not-found' })
      const kept = await listReplyDrafts(tx, wave)
      const limit = replyLimits.lines
      if (kept.length >= limit) return refuse({ code: 'checkins/reply-too-many', limit })
      // Sent twice, by a second press or after a lost answer, it is kept once.
      const same = kept.find((other) => other.stance === line.value.stance && other.what === line.value.what)
      if (same) return accept({ id: same.id })
      const id = newId<ReplyId>()
      const place = { organisation: actor.organisation.id, wave, at, position: kept.length }
      await insertReplyDraft(tx, { ...place, id, ...line.value })
      return accept({ id })
    },
  )
}

/** Throws a line away that nobody but the leads has seen. What is not there any more is no refusal. */
export const dropReplyDraft = async (
  input: { id: string },
  on: On,
): Promise<Result<null, CheckinRefusal>> => {
  if (!mayReply(on.actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.id)) return refuse({ code: 'checkins/form-not-readable' })
  await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) => takeReplyDrafts(tx, [input.id]))
  return accept(null)
}
