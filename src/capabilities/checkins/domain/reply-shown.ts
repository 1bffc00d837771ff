import type { Outcome, ReplyDraft } from './reply.ts'

/** A published line as pages show it. Days are ISO days by the clock of the organisation. */
export type ReplyShown = ReplyDraft & {
  readonly saidOn: string
  /** Null when who said it is no longer here. */
  readonly saidBy: string | null
  /** Its day has passed, and nobody has said what became of it. */
  readonly isOverdue: boolean
  readonly outcome: { readonly kind: Outcome; readonly words: string; readonly on: string } | null
}
