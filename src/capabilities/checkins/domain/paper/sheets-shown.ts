import type { Questions } from '../wave.ts'

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
  /** Only until the check-in opens. */
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
