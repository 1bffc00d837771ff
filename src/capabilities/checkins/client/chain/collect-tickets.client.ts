import type { CountFault, CountSeen } from '../../domain/chain/check-count.ts'
import type { FetchPage } from '../../domain/chain/fetch-entries.ts'
import type { Hold } from '../../domain/chain/hold.ts'
import type { FetchLines } from '../../domain/manifest/group-lines.ts'
import type { KeptPacket } from '../../domain/standing.ts'
import { keyOf } from '../member.client.ts'
import type { Store } from '../store.client.ts'
import { type AskForTickets, collectTicket } from '../ticket.client.ts'
import { checkGroups } from './check-groups.client.ts'
import { countGroup } from './count-group.client.ts'
import { followChain, holdOf } from './follow-chain.client.ts'

export type Collected = {
  /** What is wrong with the public chain itself, or that it did not come. */
  readonly chain: Hold | undefined
  readonly holds: ReadonlyMap<string, Hold>
  readonly counts: ReadonlyMap<string, CountSeen | CountFault>
}

/**
 * Follows the public chain, then asks for the tickets of those check-ins that stand on it as they should and whose groups
 * add up, one after the other. `turn` lets one tab at a time ask for a check-in.
 */
export const collectTickets = async (
  store: Store,
  given: {
    organisation: string
    kept: readonly KeptPacket[]
    fetchPage: FetchPage
    fetchLines: FetchLines
    ask: AskForTickets
    turn: (name: string, work: () => Promise<void>) => Promise<void>
  },
): Promise<Collected> => {
  const holds = new Map<string, Hold>()
  const counts = new Map<string, CountSeen | CountFault>()
  if (given.kept.length === 0) return { chain: undefined, holds, counts }
  const packets = given.kept.map(({ packet }) => packet)
  const look = await followChain(store, { ...given, packets })
  const seen = 'memory' in look ? look.memory.known?.number : undefined
  for (const kept of given.kept) {
    const key = keyOf(kept.packet)
    const hold = (await holdOf(kept, look)) ?? (await checkGroups(store, { ...given, kept, look }))
    if (hold) holds.set(key, hold)
    const count = await countGroup(store, { kept, look })
    if (count !== undefined) counts.set(key, count)
    await given.turn(`ticket ${key}`, () => collectTicket(store, { kept, ask: given.ask, hold, seen }))
  }
  return { chain: 'hold' in look ? look.hold : undefined, holds, counts }
}
