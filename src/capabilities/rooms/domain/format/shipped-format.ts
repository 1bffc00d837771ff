import type { BlockKind } from '../plan/plan.ts'
import type { Format } from './format.ts'

/**
 * How a format is done: by talking, in writing with nobody saying a word, or with music. For places where talking or
 * meditation does not fit.
 */
export const manners = ['talk', 'silent', 'music'] as const
export type Manner = (typeof manners)[number]

/** A format that comes with Kith, and where it stands in the list that a facilitator chooses from. */
export type ShippedFormat = {
  id: string
  format: Format
  /** The part of a session that it makes. */
  block: BlockKind
  manner: Manner
  /** The format whose other way of doing this is. */
  variantOf?: string | undefined
}
