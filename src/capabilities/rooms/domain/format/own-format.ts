import type { ShippedFormat } from './shipped-format.ts'

/** A format that an organisation has adapted. */
export type OwnFormat = ShippedFormat & {
  /** The one that ships, by its id. */
  copiedFrom: string
  changedAt: Date
}
