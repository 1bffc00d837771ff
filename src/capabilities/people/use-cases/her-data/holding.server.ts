import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Held } from '../../domain/held.ts'

/**
 * What another slice holds about members, and what becomes of it when one goes. People calls no one: the composition
 * hands these in. `erase` runs in the transaction that removes the member, before she is removed.
 */
export type Holding = {
  see(tx: Tx, member: MemberId): Promise<Held[]>
  erase(tx: Tx, given: { organisation: OrganisationId; member: MemberId }): Promise<void>
}
