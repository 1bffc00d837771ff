import type { ChainFault } from './verify-chain.ts'

/**
 * Why no ticket is asked for yet. `names`: whose signature it is about; of a chain that cannot be read or believed,
 * the witnesses whom this browser knows and whom to tell.
 */
export type Hold =
  | { readonly kind: 'unread'; readonly names: readonly string[] }
  | {
      readonly kind: 'wrong'
      readonly fault: ChainFault | 'chain/not-on-it'
      readonly names: readonly string[]
      /** The hash of the entry, where the owner of this browser may excuse this very one. */
      readonly entry?: string | undefined
    }
  | { readonly kind: 'awaited' | 'ended' | 'forged'; readonly names: readonly string[] }
