/** What can be derived about a sum of unknowns. */
export type Interval = {
  readonly low: number
  readonly high: number
  /** Values in whole tables that were checked; null where none was found. */
  readonly seenLow: number | null
  readonly seenHigh: number | null
  /** The published figures that the two ends rest on; worked out when asked. */
  readonly from: () => readonly number[]
  readonly trouble: 'failed' | 'out-of-time' | null
}
