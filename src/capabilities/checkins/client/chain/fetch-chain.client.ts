import type { ChainPage } from '../../domain/chain/entry.ts'
import type { FetchPage } from '../../domain/chain/fetch-entries.ts'

const patience = 20_000

/**
 * Asks for fixed pages of the list at an address, without a session or a referrer: what is asked for is the same for
 * nearly everybody.
 */
export const pagesAt =
  (address: string): FetchPage =>
  async (from) => {
    try {
      const response = await fetch(`${address}?from=${from}`, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      })
      return response.ok ? ((await response.json()) as ChainPage) : undefined
    } catch {
      return undefined
    }
  }
