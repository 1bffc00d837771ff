import { type MemberId, newId, type ReplyId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { insertOutcome, insertReplies } from '../data/replies.server.ts'
import type { Outcome, Stance } from '../domain/reply.ts'
import type { Wave } from '../domain/wave.ts'

export type InventedReply = {
  stance: Stance
  what: string
  because?: string
  dueAfter?: number
  outcome?: { kind: Outcome; words: string; after: number }
}

/** Days from a release until it was replied to. */
const saidAfter = 3

/** Writes down what was replied to a release that is made up, and what became of it. */
export const inventReplies = async (
  tx: Tx,
  given: {
    wave: Pick<Wave, 'organisation' | 'id'>
    publishedAt: Date
    by: MemberId
    onDay: (at: Date) => string
    lines: readonly InventedReply[]
  },
): Promise<void> => {
  const { organisation, id } = given.wave
  const after = (days: number) => new Date(given.publishedAt.getTime() + days * 86_400_000)
  const lines = given.lines.map((line) => ({ ...line, id: newId<ReplyId>() }))
  await insertReplies(tx, {
    organisation,
    wave: id,
    at: after(saidAfter),
    by: given.by,
    lines: lines.map(({ dueAfter, because = null, ...line }) => ({
      ...line,
      because,
      dueOn: dueAfter === undefined ? null : given.onDay(after(dueAfter)),
    })),
  })
  for (const { id: reply, outcome } of lines)
    if (outcome)
      await insertOutcome(tx, {
        reply,
        wave: id,
        kind: outcome.kind,
        words: outcome.words,
        at: after(outcome.after),
      })
}
