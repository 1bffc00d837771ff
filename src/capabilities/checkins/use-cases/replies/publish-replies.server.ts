import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { insertReplies, listReplyDrafts, takeReplyDrafts } from '../../data/replies.server.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { mayReply } from '../../policy.server.ts'

/** Says to everybody, at once, what was drafted: from then on it stays as it was said. */
export const publishReplies = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ lines: number }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayReply(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const wave = input.wave as WaveId
  return checkins.database.inOrganisation<Result<{ lines: number }, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const drafts = await listReplyDrafts(tx, wave)
      const taken = await takeReplyDrafts(
        tx,
        drafts.map(({ id }) => id),
      )
      const lines = drafts.filter(({ id }) => taken.has(id))
      if (lines.length === 0) return refuse({ code: 'checkins/reply-nothing-to-publish' })
      const organisation = actor.organisation.id
      await insertReplies(tx, {
        organisation,
        wave,
        at: checkins.clock.now(),
        by: actor.member.id,
        lines,
      })
      await note({
        tx,
        clock: checkins.clock,
        organisation,
        actor: actor.member.id,
        act: 'reply-published',
        facts: { wave, lines: lines.length },
      })
      return accept({ lines: lines.length })
    },
  )
}
