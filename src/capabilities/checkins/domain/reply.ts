import type { MemberId, WaveId } from '#kernel/ids.ts'

/** What the leads say to a result: that something will be done, by a day, or that it will not, and why. */
export type Stance = 'will' | 'will-not'
/** What became of something that was to be done. */
export type Outcome = 'done' | 'not-done'

export type ReplyDraft = {
  readonly id: string
  readonly stance: Stance
  readonly what: string
  readonly because: string | null
  /** ISO day. For `will-not`: when it is looked at again, if ever. */
  readonly dueOn: string | null
}

export type Reply = ReplyDraft & {
  readonly wave: WaveId
  readonly publishedAt: Date
  readonly publishedBy: MemberId
  readonly outcome: { readonly kind: Outcome; readonly words: string; readonly at: Date } | null
}

/** Characters of each text; and how far ahead a day may lie. */
export const replyLimits = { words: 600, lines: 20, yearsAhead: 3 } as const

/** How a release stands: how many days it has waited for its first word, or that it has one. Days are ISO days. */
export const replyStanding = (given: {
  publishedOn: string
  today: string
  replies: readonly Pick<Reply, 'stance'>[]
}): { kind: 'waiting'; days: number } | { kind: 'replied'; will: number; willNot: number } => {
  const { replies } = given
  if (replies.length === 0) {
    const ms = Date.parse(`${given.today}T00:00Z`) - Date.parse(`${given.publishedOn}T00:00Z`)
    return { kind: 'waiting', days: Math.max(0, Math.round(ms / 86_400_000)) }
  }
  const will = replies.filter(({ stance }) => stance === 'will').length
  return { kind: 'replied', will, willNot: replies.length - will }
}

/** A day that has passed without a word about what became of it: everybody may see that. */
export const isOverdue = (reply: Pick<Reply, 'stance' | 'dueOn' | 'outcome'>, today: string): boolean =>
  reply.stance === 'will' && reply.outcome === null && reply.dueOn !== null && reply.dueOn < today
