import type { Manifest } from '../manifest/manifest.ts'
import type { CountSeen } from './check-count.ts'

/**
 * The smallest group of a check-in, where fewer than that many of hers hold a ticket; undefined where enough do. Nothing is
 * held back then: she is told, and answers when she likes.
 */
export const fewTickets = (given: { manifest: string; count: CountSeen }): number | undefined => {
  const { minimumGroup } = JSON.parse(given.manifest) as Manifest
  return given.count.tickets < minimumGroup ? minimumGroup : undefined
}
