import { type CountFault, type CountSeen, checkCount } from '../../domain/chain/check-count.ts'
import type { GroupEntry } from '../../domain/manifest/manifest.ts'
import type { KeptPacket } from '../../domain/standing.ts'
import { keyOf } from '../member.client.ts'
import type { Store } from '../store.client.ts'
import type { ChainLook } from './follow-chain.client.ts'

/** How many of her group hold a ticket, checked against the chain and what this browser holds; undefined before the first day. */
export const countGroup = async (
  store: Store,
  given: { kept: KeptPacket; look: ChainLook },
): Promise<CountSeen | CountFault | undefined> => {
  const { kept, look } = given
  const { packet } = kept
  if ('hold' in look || kept.trouble !== undefined) return undefined
  const ticket = await store.change((box) => box.get('tickets', keyOf(packet)))
  const { table, group, eligible } = JSON.parse(packet.entry) as GroupEntry
  return checkCount({
    count: packet.count,
    entries: look.entries,
    wave: packet.wave,
    table,
    group,
    eligible,
    // Of entries that were merged, another than then may be hers now.
    heldSince: ticket?.group === group ? ticket.heldSince : undefined,
  })
}
