import type { MemberId, OrganisationId, SeriesId, UnitId, WaveId } from '#kernel/ids.ts'
import type { AskedItem } from './instrument-asking.ts'
import type { Attribute } from './tables/attributes.ts'

export type WaveState = 'draft' | 'announced' | 'open' | 'closing' | 'released' | 'cancelled'

/** What is asked, frozen with the wave: later edits of an instrument change nothing that people were promised. */
export type Questions = {
  /** 1: every item in one language. 2: `forms` and `words` besides. */
  readonly format: 1 | 2
  readonly instrument: string
  readonly version: string
  readonly title: string
  /** The same by language; left out in format 1. */
  readonly titles?: Readonly<Record<string, string>>
  /** Everything that any form asks, each item once. */
  readonly items: readonly QuestionItem[]
  /** Which items each language asks; the first is for readers of a language that has none. */
  readonly forms?: readonly { readonly locale: string; readonly items: readonly string[] }[]
  /** The modules of a survey that are asked this time, in their order; left out where the questionnaire has none. */
  readonly sections?: readonly Section[]
}

/** One module of a survey, with its name by language. */
export type Section = {
  readonly id: string
  readonly names: Readonly<Record<string, string>>
  readonly items: readonly string[]
}

/** A question in one language: itself, its answers in their order, and what a release calls the counted share. */
export type Words = { readonly text: string; readonly options: readonly string[]; readonly label?: string }

export type QuestionItem = AskedItem & {
  /** By language, where the questions have forms. */
  readonly words?: Readonly<Record<string, Words>>
  readonly sensitive?: boolean
  readonly report:
    | { readonly kind: 'mean'; readonly higherIs?: 'better' | 'worse' }
    | {
        readonly kind: 'share'
        readonly values: readonly number[]
        readonly label: string
        readonly higherIs?: 'better' | 'worse'
      }
    | { readonly kind: 'none' }
}

export type Wave = {
  readonly organisation: OrganisationId
  readonly id: WaveId
  readonly title: string
  readonly instrument: string
  readonly instrumentVersion: string
  /** Units whose whole subtrees are asked; empty means everybody on the staff list. */
  readonly audience: readonly UnitId[]
  readonly opensAt: Date
  readonly closesAt: Date
  readonly minimumGroup: number
  readonly state: WaveState
  readonly keysWanted: number
  readonly keysMade: number
  readonly eligible: number | null
  readonly cancelledWhy: string | null
  readonly cancelledBy: MemberId | null
  readonly createdBy: MemberId
  /** Whether everybody is reminded once while it is open. */
  readonly reminds: boolean
  /** By what results are broken down beside the reporting groups; mostly nothing. */
  readonly furtherTables: readonly Attribute[]
  /** Units whose people answer on printed sheets, with all that is beneath them. */
  readonly paper: readonly UnitId[]
  /** The series whose date it is; null where somebody planned it alone. */
  readonly series: SeriesId | null
  /** When everybody was told; null before. */
  readonly openingToldAt: Date | null
  readonly reminderToldAt: Date | null
}

/** What every wave begins without. */
export const untold = {
  cancelledWhy: null,
  cancelledBy: null,
  openingToldAt: null,
  reminderToldAt: null,
} as const

const hour = 3_600_000

/** Ballots sent in time may arrive late: a closed laptop, a lost network. They are taken for a day after closing. */
export const collectsUntil = (wave: { closesAt: Date }): Date => new Date(wave.closesAt.getTime() + 24 * hour)

export const groupBounds = { least: 5, most: 20, usual: 8 } as const

/** Answers to what is sensitive are shown from so many on, and for everyone asked only. */
export const sensitiveMinimum = groupBounds.most

/** The minimum group that the plan page proposes: 5 where so few are asked that 8 would hide nearly everything. */
export const proposedMinimumGroup = (eligible: number): number =>
  eligible <= 30 ? groupBounds.least : groupBounds.usual

/** Two waves that overlap in people but not in audience must lie this far apart, or their difference would show. */
export const quietDaysBetweenAudiences = 14

/** The first table of every wave; others are named by `domain/tables`. */
export const reportingGroupsTable = 'reporting-groups'
