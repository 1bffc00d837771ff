import type { OrganisationId, TrusteeId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Part } from '../../domain/trustees/prove.ts'
import type { CheckinTables } from '../tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** Keeps parts that a trustee made ahead; what is there already stays as it is. */
export const insertSlots = async (
  tx: Tx,
  given: { organisation: OrganisationId; trustee: TrusteeId; parts: readonly Part[] },
): Promise<void> => {
  await of(tx)
    .insertInto('org.trustee_slot')
    .values(
      given.parts.map(({ slot, publicKey, proof, voucher }, position) => ({
        organisation: given.organisation,
        trustee: given.trustee,
        slot,
        position,
        public_key: publicKey,
        proof,
        voucher,
        wave: null,
        ended_at: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** How many check-ins each trustee has parts for. */
export const countFreeSlots = async (tx: Tx): Promise<Map<TrusteeId, number>> => {
  const rows = await of(tx)
    .selectFrom('org.trustee_slot')
    .select(['trustee', (count) => count.fn.countAll<string>().as('free')])
    .where('wave', 'is', null)
    .where('ended_at', 'is', null)
    .groupBy('trustee')
    .execute()
  return new Map(rows.map(({ trustee, free }) => [trustee as TrusteeId, Number(free)]))
}

/** Gives a trustee's next part to a check-in, for good; undefined where she has none left. */
export const takeSlot = async (
  tx: Tx,
  given: { trustee: TrusteeId; wave: WaveId },
): Promise<{ slot: string; publicKey: string; proof: string; voucher: string } | undefined> => {
  const next = await of(tx)
    .selectFrom('org.trustee_slot')
    .select(['slot', 'public_key', 'proof', 'voucher'])
    .where('trustee', '=', given.trustee)
    .where('wave', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('position')
    .orderBy('slot')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!next) return undefined
  await of(tx)
    .updateTable('org.trustee_slot')
    .set({ wave: given.wave })
    .where('trustee', '=', given.trustee)
    .where('slot', '=', next.slot)
    .execute()
  const { public_key: publicKey, ...rest } = next
  return { ...rest, publicKey }
}

/**
 * Ends every part that belongs to no check-in yet. Out of a backup nobody knows which of them were released since: a part
 * that is used twice would open the second check-in early. They stay, so that handing them in again changes nothing.
 */
export const endFreeSlots = async (tx: Tx, at: Date): Promise<void> => {
  await of(tx)
    .updateTable('org.trustee_slot')
    .set({ ended_at: at })
    .where('wave', 'is', null)
    .where('ended_at', 'is', null)
    .execute()
}
