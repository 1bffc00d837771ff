import type { Hold } from '../../domain/chain/hold.ts'
import { areAllLines, type FetchLines } from '../../domain/manifest/group-lines.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import type { KeptPacket } from '../../domain/standing.ts'
import { keyOf } from '../member.client.ts'
import type { Store } from '../store.client.ts'
import type { ChainLook } from './follow-chain.client.ts'

/**
 * Reads every group under an announcement before a ticket is asked for, once for each check-in: a group that stands there
 * twice, or people who do not add up, would leave somebody alone with a key. Why nothing is asked for; undefined where
 * all is well.
 */
export const checkGroups = async (
  store: Store,
  given: { kept: KeptPacket; look: ChainLook; fetchLines: FetchLines },
): Promise<Hold | undefined> => {
  const { kept, look } = given
  const { packet, trouble } = kept
  if ('hold' in look || trouble !== undefined) return undefined
  const ticket = await store.change((box) => box.get('tickets', keyOf(packet)))
  if (ticket && ticket.state !== 'asking') return undefined
  const names = look.memory.required.map(({ witness }) => witness.name)
  const lines = await given.fetchLines(packet.chainNumber)
  if (!lines) return { kind: 'unread', names }
  const isWhole = await areAllLines(JSON.parse(packet.manifest) as Manifest, lines.tables)
  return isWhole ? undefined : { kind: 'wrong', fault: 'chain/groups-differ', names }
}
