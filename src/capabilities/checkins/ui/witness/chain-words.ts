import { m } from '#messages'
import type { Agreed } from '../../client/chain/follow-chain.client.ts'
import type { Hold } from '../../domain/chain/hold.ts'
import type { ChainFault } from '../../domain/chain/verify-chain.ts'

/** What is wrong with a public list, in a sentence. */
export const faultWords: Record<ChainFault | 'chain/not-on-it', () => string> = {
  'chain/not-readable': m.chain_broken,
  'chain/format-unknown': m.chain_unknown,
  'chain/another-organisation': m.chain_signer,
  'chain/signer-changed': m.chain_signer,
  'chain/altered': m.chain_broken,
  'chain/gap': m.chain_broken,
  'chain/forked': m.chain_forked,
  'chain/shrunk': m.chain_shrunk,
  'chain/announced-twice': m.chain_announced_twice,
  'chain/audit-went-back': m.chain_audit_back,
  'chain/day-went-back': m.chain_day_back,
  'chain/witnesses-differ': m.chain_witnesses_differ,
  'chain/part-used-again': m.chain_part_again,
  'chain/groups-differ': m.chain_groups_differ,
  'chain/not-on-it': m.chain_not_on_it,
}

/**
 * What its owner may let pass where she was told why: a chain begins anew, or one entry of it is excused. Anything else
 * cannot be right, whatever she was told.
 */
export const mayPass = (hold: Extract<Hold, { kind: 'wrong' }>): Agreed | undefined => {
  const { fault, entry } = hold
  if (fault !== 'chain/not-on-it' && entry !== undefined) return { hash: entry, fault }
  return fault === 'chain/forked' || fault === 'chain/shrunk' ? 'wrong' : undefined
}
