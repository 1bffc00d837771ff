import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Outcome, Reply, ReplyDraft, Stance } from '../domain/reply.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** What was published, of one release or of all, in the order in which it was said. */
export const listReplies = async (tx: Tx, wave?: WaveId): Promise<Reply[]> => {
  const rows = await of(tx)
    .selectFrom('org.reply')
    .selectAll()
    .$if(wave !== undefined, (query) => query.where('wave', '=', wave ?? ''))
    .orderBy('published_at')
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    wave: row.wave as WaveId,
    stance: row.stance as Stance,
    what: row.what,
    because: row.because,
    dueOn: row.due_on,
    publishedAt: row.published_at,
    publishedBy: row.published_by as MemberId,
    outcome:
      row.outcome && row.outcome_at
        ? { kind: row.outcome as Outcome, words: row.outcome_words ?? '', at: row.outcome_at }
        : null,
  }))
}

export const listReplyDrafts = async (tx: Tx, wave: WaveId): Promise<ReplyDraft[]> =>
  (
    await of(tx)
      .selectFrom('org.reply_draft')
      .selectAll()
      .where('wave', '=', wave)
      .orderBy('position')
      .orderBy('id')
      .execute()
  ).map((row) => ({
    id: row.id,
    stance: row.stance as Stance,
    what: row.what,
    because: row.because,
    dueOn: row.due_on,
  }))

type Place = { organisation: OrganisationId; wave: WaveId; at: Date }

export const insertReplyDraft = async (
  tx: Tx,
  draft: Place & ReplyDraft & { position: number },
): Promise<void> => {
  await of(tx)
    .insertInto('org.reply_draft')
    .values({
      organisation: draft.organisation,
      id: draft.id,
      wave: draft.wave,
      stance: draft.stance,
      what: draft.what,
      because: draft.because,
      due_on: draft.dueOn,
      position: draft.position,
      written_at: draft.at,
    })
    .execute()
}

/** Takes drafts away and answers with those that were still there, so that two at once publish each line once. */
export const takeReplyDrafts = async (tx: Tx, ids: readonly string[]): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await of(tx).deleteFrom('org.reply_draft').where('id', 'in', ids).returning('id').execute()
  return new Set(rows.map(({ id }) => id))
}

export const insertReplies = async (
  tx: Tx,
  given: Place & { by: MemberId; lines: readonly ReplyDraft[] },
): Promise<void> => {
  if (given.lines.length === 0) return
  await of(tx)
    .insertInto('org.reply')
    .values(
      given.lines.map((line, position) => ({
        organisation: given.organisation,
        id: line.id,
        wave: given.wave,
        stance: line.stance,
        what: line.what,
        because: line.because,
        due_on: line.dueOn,
        position,
        published_at: given.at,
        published_by: given.by,
      })),
    )
    .execute()
}

/** Says once what became of a promise. Answers whether it was said now. */
export const insertOutcome = async (
  tx: Tx,
  given: { reply: string; wave: WaveId; kind: Outcome; words: string; at: Date },
): Promise<boolean> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('org.reply')
    .set({ outcome: given.kind, outcome_words: given.words, outcome_at: given.at })
    .where('id', '=', given.reply)
    .where('wave', '=', given.wave)
    .where('stance', '=', 'will')
    .where('outcome', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
