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

/** One message that waits and was not tried in this round; nobody else gets it before the transaction ends. */
export const takeMessage = async (tx: Tx, tried: readonly string[]) => {
  const { rows } = await sql<{ id: string; kind: string; member: MemberId; about: string }>`
    select id, kind, member, about from org.message
    where sent_at is null and failed_attempts < ${mostAttempts} and not (id = any(${[...tried]}::uuid[]))
    order by failed_attempts, queued_at, id
    limit 1 for update skip locked`.execute(tx)
  return rows[0]
}

export const markSent = async (tx: Tx, given: { id: string; at: Date }): Promise<void> => {
  await of(tx).updateTable('org.message').set({ sent_at: given.at }).where('id', '=', given.id).execute()
}

export const markFailed = async (tx: Tx, id: string): Promise<void> => {
  await of(tx)
    .updateTable('org.message')
    .set((eb) => ({ failed_attempts: eb('failed_attempts', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export const dropMessage = async (tx: Tx, id: string): Promise<void> => {
  await of(tx).deleteFrom('org.message').where('id', '=', id).execute()
}
