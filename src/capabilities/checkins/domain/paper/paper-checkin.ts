import type { WaveId } from '#kernel/ids.ts'

/** A check-in that somebody's group answers on printed sheets, as her home page shows it. */
export type PaperCheckin = {
  readonly wave: WaveId
  readonly title: string
  readonly state: 'announced' | 'open'
  readonly opensAt: string
  readonly closesAt: string
  readonly timeZone: string
  readonly group: string
  readonly people: number
  /** Where codes are typed; whole, for it is read off a page. */
  readonly address: string
  /** How often they were made, when last, and where they lie, in the words of whoever printed them. */
  readonly sheets: { readonly made: number; readonly at: string | null; readonly lie: string | null }
}
