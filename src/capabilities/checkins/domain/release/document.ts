import type { SeriesLinks } from '../linking/series-links.ts'
import type { PlannedNode } from '../reporting-groups.ts'
import type { FrozenCategory } from '../tables/frozen-plan.ts'
import type { Section } from '../wave.ts'

/**
 * A release as it is stored, read and downloaded: plain JSON, written once, the same for everybody. All numbers
 * that pages show are in it, and none that they must not. `format` changes when the shape does; old documents
 * stay readable. Values, shares and interval ends are rounded to four decimals.
 */
export type ReleaseDocument = {
  readonly format: 1 | 2
  readonly wave: ReleasedWave
  readonly k: number
  /**
   * How many of those asked took part, in per cent, rounded to tens; 90 means 90 or more. Null when too few
   * took part to say, which includes nobody.
   */
  readonly participation: number | null
  /** Answers that somebody typed in from paper for others; `some` where the number would say too much. */
  readonly keyedIn?: number | 'some'
  /** Given where some answers could not be read: sent by a program of somebody's own, or damaged on the disk. */
  readonly someUnreadable?: true
  /**
   * Given where more ballots came than tickets or sheets were given out: the groups of which nothing is counted, by the unit
   * they are named for, and whether further tables, which were planned, are left out for it, and whether no place was left, so that others may have been refused.
   */
  readonly notCounted?: {
    readonly units: readonly string[]
    readonly isApart: boolean
    readonly wasFull?: true
  }
  /** The audience in the order of its tree; the first is everyone asked. */
  readonly units: readonly ReleasedUnit[]
  /** The waves that the trends run over, oldest first; the last is this one. */
  readonly waves: readonly Pick<ReleasedWave, 'id' | 'title' | 'opensOn' | 'closesOn'>[]
  readonly items: readonly ReleasedItem[]
  /** The modules of a survey that were asked, in their order; left out elsewhere. */
  readonly sections?: readonly Section[]
  readonly findings: readonly Finding[]
  /** Where units were reorganised since the wave before: from what their trends go on, or that they begin anew. */
  readonly links?: SeriesLinks
  /** What is broken down besides teams, since format 2; left out where nothing is. */
  readonly tables?: readonly ReleasedTable[]
}

/** One table besides teams: its categories as they were announced, and each question that could be shown by them. */
export type ReleasedTable = {
  readonly attribute: string
  readonly categories: readonly FrozenCategory[]
  /** Somebody answered on paper and is in none of the categories. */
  readonly hasPaper?: true
  readonly items: { readonly item: string; readonly cells: readonly TableCell[] }[]
}

/** As a unit's cell; releases of before a certain day have no trend here. A hidden cell says nothing of this wave. */
export type TableCell = { readonly category: string; readonly trend?: readonly TrendPoint[] } & (
  | (Omit<Shown, 'before'> & { readonly before?: Shown['before'] })
  | { readonly shown: false }
)

export type ReleasedWave = {
  readonly id: string
  readonly title: string
  readonly instrument: { readonly id: string; readonly version: string }
  /** Days, as the organisation's calendar has them (2026-11-22). */
  readonly opensOn: string
  readonly closesOn: string
  readonly publishedAt: string
}

export type ReleasedUnit = {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  readonly depth: number
  readonly reported: PlannedNode['reported']
  /** The unit whose result includes its people; null where it has a result of its own. */
  readonly with: string | null
}

/** `higherIs` left out: a mean is better when higher, a share when lower. */
export type ItemReport =
  | { readonly kind: 'mean'; readonly higherIs?: 'better' | 'worse' }
  | {
      readonly kind: 'share'
      readonly values: readonly number[]
      readonly label?: string
      readonly higherIs?: 'better' | 'worse'
    }

export type AskedQuestion = {
  readonly id: string
  readonly text: string
  readonly options: readonly { readonly value: number; readonly label: string }[]
  readonly report: ItemReport
  /** The same words in every language in which they were asked; left out where there was one only. */
  readonly words?: Readonly<Record<string, ItemWords>>
  /** The item that others were asked in the place of this one. Never to be added up with it. */
  readonly counterpartOf?: string
  /** Shown for everyone asked only, and from a larger minimum of answers. */
  readonly sensitive?: boolean
}

export type ItemWords = {
  readonly text: string
  readonly options: readonly string[]
  readonly label?: string
}

export type ReleasedItem = AskedQuestion & {
  /** One for each unit that has a result of its own, in the order of `units`. */
  readonly cells: readonly Cell[]
}

/** A hidden cell says nothing: it is the same whether few people answered, all alike, or nobody. */
export type Cell = { readonly unit: string; readonly trend: readonly TrendPoint[] } & (
  | Shown
  | { readonly shown: false }
)

export type Shown = {
  readonly shown: true
  /** People who answered this item, exactly. */
  readonly n: number
  /** How many chose each option, in the order of the item's options. */
  readonly counts: readonly number[]
  /** The mean, or the share between 0 and 1, in this wave alone, with its 95 % interval. */
  readonly value: number
  readonly low: number
  readonly high: number
  /** What the wave before showed at this place of the trend; null when it showed nothing. */
  readonly before: { readonly value: number; readonly couldBeChance: boolean } | null
}

/** One place per wave of `waves`; null is a gap, which no line may bridge. */
export type TrendPoint = null | {
  /** People who answered in this wave. */
  readonly n: number
  readonly value: number
  readonly low: number
  readonly high: number
  /**
   * Given where the value is a mean over this and the waves before, 2 to 4 in all, since so few people came or
   * went that one of them might show.
   */
  readonly pooled?: { readonly reason: 'small-change'; readonly waves: number }
}

export type FindingFacts = {
  readonly item: string
  /** As the trend shows it for everyone asked: this wave, or with `pooled` a mean over several. */
  readonly value: number
  readonly pooled: boolean
  readonly before: number | null
  /** Whether the difference from `before` could be chance; false where there is nothing before. */
  readonly couldBeChance: boolean
}

/**
 * What a release says in words, as facts; the words are in messages. Always about everyone asked: units are
 * never compared with each other here. `isClear`: no other item of the comparison lies within its interval.
 */
export type Finding =
  | (FindingFacts & { readonly code: 'lowest-whole' | 'highest-whole'; readonly isClear: boolean })
  | (FindingFacts & { readonly code: 'only-whole' })
  | (FindingFacts & {
      readonly code: 'changed-whole'
      readonly before: number
      readonly direction: 'better' | 'worse'
    })
