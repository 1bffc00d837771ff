import type { Questions } from '../wave.ts'

/**
 * Whether sheets may be made: until a minute before the check-in opens, so that none that are ended then can be on their
 * way through the form while it opens.
 */
export const isTimeForSheets = (given: { now: Date; opensAt: Date }): boolean =>
  given.opensAt.getTime() - given.now.getTime() > 60_000

/** What the page of sheets shows and prints, apart from the codes. */
export type SheetsShown = {
  readonly title: string
  readonly organisation: string
  /** The organisation's own, in which sheets are proposed. */
  readonly language: string
  readonly opensAt: Date
  readonly closesAt: Date
  readonly timeZone: string
  /** Where codes are typed. */
  readonly address: string
  readonly supportAt: string
  /** The fingerprint of the manifest. */
  readonly words: readonly string[]
  readonly questions: Questions
  /** Only until a minute before the check-in opens. */
  readonly canMake: boolean
  readonly groups: readonly {
    readonly id: string
    readonly name: string
    readonly people: number
    readonly units: readonly string[]
    readonly made: number
    readonly madeAt: Date | null
    readonly lie: string | null
  }[]
}
