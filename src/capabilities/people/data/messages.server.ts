import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** After so many refusals by the mail server a message stays unsent; the staff list then says so. */
export const mostAttempts = 10

/** Queues one message of a kind about one thing to each member; what was queued or sent before is not queued again. */
export const queueMessages = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    kind: string
    at: Date
    to: readonly { member: MemberId; about: string }[]
  },
): Promise<void> => {
  await sql`insert into org.message (organisation, id, kind, member, about, queued_at)
    select ${given.organisation}::uuid, gen_random_uuid(), ${given.kind}, t.member, t.about, ${given.at}
    from unnest(
      ${given.to.map(({ member }) => member)}::uuid[], ${given.to.map(({ about }) => about)}::uuid[]) as t (member, about)
    on conflict (organisation, kind, member, about) do nothing`.execute(tx)
}

/** Where a round stands: it walks from the least to the most often refused, the oldest first. */
export type Place = { attempts: number; queuedAt: Date; id: string }
export type Waiting = Place & { kind: string; member: MemberId; about: string }

/**
 * The next message after `after` that waits and was not tried in this round; nobody else gets it before the transaction
 * ends. Messages of the held kinds stay where they are.
 */
export const takeMessage = async (
  tx: Tx,
  given: { round: string; held: readonly string[]; after: Place | undefined },
): Promise<Waiting | undefined> => {
  const { round, held, after } = given
  const onwards = after
    ? sql`and (failed_attempts, queued_at, id) > (${after.attempts}::int, ${after.queuedAt}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<Waiting>`
    select id, kind, member, about, failed_attempts as attempts, queued_at as "queuedAt" from org.message
    where sent_at is null and failed_attempts < ${mostAttempts} and tried_in is distinct from ${round}::uuid
      and not (kind = any(${[...held]}::text[])) ${onwards}
    order by failed_attempts, queued_at, id
    limit 1 for update skip locked`.execute(tx)
  return rows[0]
}

/** How many of this organisation's messages wait, and how many were refused so often that they wait no more. */
export const countWaiting = async (tx: Tx): Promise<{ waiting: number; gaveUp: number }> => {
  const { rows } = await sql<{ waiting: number; gaveUp: number }>`
    select count(*) filter (where failed_attempts < ${mostAttempts})::int as waiting,
      count(*) filter (where failed_attempts >= ${mostAttempts})::int as "gaveUp"
    from org.message where sent_at is null`.execute(tx)
  return rows[0] ?? { waiting: 0, gaveUp: 0 }
}

/** Lets messages wait again that were refused too often. @returns how many. */
export const tryAgain = async (tx: Tx): Promise<number> => {
  const { numUpdatedRows } = await of(tx)
    .updateTable('org.message')
    .set({ failed_attempts: 0 })
    .where('sent_at', 'is', null)
    .where('failed_attempts', '>=', mostAttempts)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export const markSent = async (tx: Tx, given: { id: string; at: Date }): Promise<void> => {
  await of(tx).updateTable('org.message').set({ sent_at: given.at }).where('id', '=', given.id).execute()
}

export const markFailed = async (tx: Tx, given: { id: string; round: string }): Promise<void> => {
  await of(tx)
    .updateTable('org.message')
    .set((eb) => ({ failed_attempts: eb('failed_attempts', '+', 1), tried_in: given.round }))
    .where('id', '=', given.id)
    .execute()
}

/** Left for the next round, and not held against it. */
export const markTried = async (tx: Tx, given: { id: string; round: string }): Promise<void> => {
  await of(tx).updateTable('org.message').set({ tried_in: given.round }).where('id', '=', given.id).execute()
}

export const dropMessage = async (tx: Tx, id: string): Promise<void> => {
  await of(tx).deleteFrom('org.message').where('id', '=', id).execute()
}
