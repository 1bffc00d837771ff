import { m } from '#messages'
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
  'chain/witnesses-differ': m.chain_witnesses_differ,
  'chain/part-used-again': m.chain_part_again,
  'chain/groups-differ': m.chain_groups_differ,
  'chain/not-on-it': m.chain_not_on_it,
}

/** A chain that may begin anew where its owner was told why; anything else cannot be right, whatever she was told. */
export const mayGoOn = (hold: Hold): boolean =>
  hold.kind === 'wrong' && ['chain/forked', 'chain/shrunk', 'chain/audit-went-back'].includes(hold.fault)
