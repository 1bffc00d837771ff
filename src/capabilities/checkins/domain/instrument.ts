/** Words by language tag (`en`, `es`, `ar`); an instrument may be complete in one language and absent in another. */
export type LocalisedText = Readonly<Record<string, string>>

/**
 * A: free to reprint. B: free on conditions, so never reprinted here. K: keys only. P: written by this project.
 */
export type LicenceTier = 'A' | 'B' | 'K' | 'P'

export type Licence = {
  readonly tier: LicenceTier
  readonly spdxOrText: string
  /** Where the permission was read, or what is still missing. */
  readonly source: string
  /** The day (ISO) on which someone read the permission itself; null while nobody has, and then no text may ship. */
  readonly verifiedOn: string | null
  readonly attribution: string
  readonly modificationsAllowed: boolean
}

/** A document that was opened for the wording. `sha256` is over the passage: see `canonicalWording`. */
export type SourceDocument = {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly openedOn: string
  readonly sha256: string
}

/** Where a text comes from: this project, an administrator of this site, or the id of a source document. */
export type TextOrigin = 'own' | 'pasted' | (string & {})

export type EvidenceMark = 'F' | 'F2' | 'R' | 'C' | 'own'

/**
 * How well a rule is known. F: found in a source. F2: in a secondary source only. C: computed from data.
 * own: this project's choice. R: recalled, hence never verified and never to be shown to people as fact.
 */
export type Evidence = {
  readonly marks: readonly EvidenceMark[]
  readonly verified: boolean
  readonly note: string
}

export type Option = { readonly value: number; readonly text?: LocalisedText }
export type OptionSet = { readonly textFrom?: TextOrigin; readonly options: readonly Option[] }

/** What a release says of one item. `none`: the item speaks only through its scales. */
export type ItemReport =
  | { readonly kind: 'mean'; readonly higherIs: 'better' | 'worse' }
  | {
      readonly kind: 'share'
      readonly values: readonly number[]
      readonly label: LocalisedText
      readonly higherIs: 'better' | 'worse'
    }
  | { readonly kind: 'none' }

export type Item = {
  /** Names the answer in a ballot; never changes once asked. */
  readonly id: string
  /** The column's name in tables and CSV. */
  readonly key: string
  /** A short name for reports, in our own words; not the question. */
  readonly name?: LocalisedText
  readonly text?: LocalisedText
  readonly textFrom?: TextOrigin
  /** Where an administrator who holds the permission can read the wording. */
  readonly wordingAt?: { readonly title: string; readonly url: string }
  /**
   * Ours, for languages in which that item has no text of its own. It is asked in its place and reported as a series
   * of its own, never as the same.
   */
  readonly counterpartOf?: string
  readonly options: string
  readonly reverse: boolean
  readonly validated: boolean
  readonly report: ItemReport
  /** Only where the item's licence differs from the instrument's. */
  readonly licence?: Licence
  /** Such as discrimination: reported for everyone asked only, never by team, and from a larger minimum of answers. */
  readonly sensitive?: boolean
  /** The questionnaire that this item was borrowed from, where a survey asks it. */
  readonly lender?: { readonly id: string; readonly title: LocalisedText }
}

/** A part of a survey that is asked as a whole. Core modules are asked each time, the others take turns. */
export type Module = {
  readonly id: string
  readonly name: LocalisedText
  readonly core: boolean
  readonly items: readonly string[]
  /** Items of other questionnaires, by their id: asked here, too, as soon as they have words there. */
  readonly borrows: Readonly<Record<string, readonly string[]>>
}

export type MissingRule =
  | { readonly rule: 'complete'; readonly evidence: Evidence }
  /** The mean of what was answered, if at least `items` were. */
  | { readonly rule: 'at-least'; readonly items: number; readonly evidence: Evidence }
  /** The mean of what was answered times the number of items, if at most `missing` were skipped. */
  | { readonly rule: 'prorate'; readonly missing: number; readonly evidence: Evidence }

export type Bands = {
  /** Decimals to which a score is rounded before it is placed; null: not rounded. */
  readonly roundTo: number | null
  readonly source: string
  readonly evidence: Evidence
  /** Ascending; a score belongs to the last band whose `from` it reaches. */
  readonly list: readonly { readonly key: string; readonly from: number }[]
}

/** `internal`: how well the items agree, which makes a change look surer than it is; `retest`: the same people again. */
export type Spread = {
  readonly sd: number
  readonly reliability: number
  readonly kind: 'retest' | 'internal'
  readonly population: string
  readonly source: string
  readonly evidence: Evidence
}

export type SupportRule =
  | { readonly when: 'answer'; readonly item: string; readonly values: readonly number[] }
  | { readonly when: 'score'; readonly scale: string; readonly from: number }
  | { readonly when: 'low-score'; readonly scale: string; readonly upTo: number }

export type Scale = {
  readonly id: string
  readonly name?: LocalisedText
  readonly spread?: Spread
  readonly scoring: 'mean' | 'sum' | 'count'
  readonly items: readonly string[]
  /** For `count`: which answers of which items count as one. */
  readonly counted?: readonly { readonly items: readonly string[]; readonly values: readonly number[] }[]
  /** The score is multiplied by this last (WHO-5: 4). */
  readonly multiply: number
  readonly higherIs: 'better' | 'worse'
  readonly missing: MissingRule
  readonly evidence: Evidence
  readonly bands?: Bands
}

/**
 * A questionnaire as a file in `content/instruments` describes it: what is asked, under which permission, and how
 * it is scored. An item without text is not asked (see `askedItems`).
 */
export type Instrument = {
  readonly id: string
  readonly version: string
  readonly title: LocalisedText
  /** The first language is the source: it stands in where another has no text. */
  readonly languages: readonly [string, ...string[]]
  readonly licence: Licence
  readonly documents: readonly SourceDocument[]
  readonly optionSets: Readonly<Record<string, OptionSet>>
  readonly items: readonly Item[]
  readonly scales: readonly Scale[]
  /** Present where this is a survey whose modules take turns. */
  readonly modules?: readonly Module[]
  /** Present where somebody may fill it in for herself alone; then with what has the page show the way to support. */
  readonly alone?: { readonly support: readonly SupportRule[] }
  readonly wordingSha256: string
}

export const licenceOf = (instrument: Instrument, item: Item): Licence => item.licence ?? instrument.licence

/** The item's answers, in the order shown. Throws on a dangling reference, which no loaded file can hold. */
export function optionSetOf(instrument: Instrument, item: Item): OptionSet {
  const set = Object.hasOwn(instrument.optionSets, item.options)
    ? instrument.optionSets[item.options]
    : undefined
  if (set === undefined) throw new Error(`${instrument.id}: item ${item.id} names no option set`)
  return set
}
