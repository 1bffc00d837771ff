import type { OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { type SendingHours, usualSendingHours } from '../domain/sending-hours.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** Within which hours messages that can wait may leave. */
export const readSendingHours = async (tx: Tx): Promise<SendingHours> => {
  const row = await of(tx).selectFrom('org.sending_hours').selectAll().executeTakeFirst()
  return row ? { fromMinute: row.from_minute, untilMinute: row.until_minute } : usualSendingHours
}

export const saveSendingHours = async (
  tx: Tx,
  given: { organisation: OrganisationId; hours: SendingHours },
): Promise<void> => {
  const hours = { from_minute: given.hours.fromMinute, until_minute: given.hours.untilMinute }
  await of(tx)
    .insertInto('org.sending_hours')
    .values({ organisation: given.organisation, ...hours })
    .onConflict((conflict) => conflict.column('organisation').doUpdateSet(hours))
    .execute()
}
