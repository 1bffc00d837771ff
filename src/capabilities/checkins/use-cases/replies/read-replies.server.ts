import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { listReleaseHeads } from '../../data/releases.server.ts'
import { listReplies, listReplyDrafts } from '../../data/replies.server.ts'
import { isOverdue, type ReplyDraft, replyStanding } from '../../domain/reply.ts'
import type { ReplyShown } from '../../domain/reply-shown.ts'
import { mayReply } from '../../policy.server.ts'
import { localText } from '../local-times.server.ts'

type On = { checkins: Checkins; actor: Actor }
type Standing = ReturnType<typeof replyStanding>

export type RepliesShown = {
  replies: ReplyShown[]
  /** For the leads alone: what is kept and not yet said. */
  drafts: ReplyDraft[]
  standing: Standing
  today: string
  may: { reply: boolean }
}

/** What was replied to a release, for everybody alike; how long it has waited, when nothing was. */
export const readReplies = async (
  input: { wave: string; publishedAt: Date },
  on: On,
): Promise<RepliesShown> => {
  const { actor } = on
  const wave = input.wave as WaveId
  const dayOf = dayIn(actor)
  const today = dayOf(on.checkins.clock.now())
  const publishedOn = dayOf(input.publishedAt)
  const may = { reply: mayReply(actor) }
  if (!isId(wave))
    return {
      replies: [],
      drafts: [],
      standing: replyStanding({ publishedOn, today, replies: [] }),
      today,
      may,
    }
  return on.checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    const replies = await listReplies(tx, wave)
    const names = await listNames(tx, [...new Set(replies.map(({ publishedBy }) => publishedBy))])
    return {
      replies: replies.map((reply) => ({
        id: reply.id,
        stance: reply.stance,
        what: reply.what,
        because: reply.because,
        dueOn: reply.dueOn,
        saidOn: dayOf(reply.publishedAt),
        saidBy: names.get(reply.publishedBy) ?? null,
        isOverdue: isOverdue(reply, today),
        outcome: reply.outcome && {
          kind: reply.outcome.kind,
          words: reply.outcome.words,
          on: dayOf(reply.outcome.at),
        },
      })),
      drafts: may.reply ? await listReplyDrafts(tx, wave) : [],
      standing: replyStanding({ publishedOn, today, replies }),
      today,
      may,
    }
  })
}

/** How every release stands, by wave: answered, or waiting for how many days. */
export const readReplyStandings = (on: On): Promise<Map<WaveId, Standing>> =>
  on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const dayOf = dayIn(on.actor)
    const today = dayOf(on.checkins.clock.now())
    const byWave = Map.groupBy(await listReplies(tx), ({ wave }) => wave)
    return new Map(
      (await listReleaseHeads(tx)).map((head) => {
        const wave = head.wave as WaveId
        const publishedOn = dayOf(head.published_at)
        return [wave, replyStanding({ publishedOn, today, replies: byWave.get(wave) ?? [] })]
      }),
    )
  })

const dayIn = (actor: Actor) => (at: Date) => localText(at, actor.organisation.timeZone).slice(0, 10)
