import type { Instrument, Item, LicenceTier } from './instrument.ts'
import { askedItems, awaitsText } from './instrument-asking.ts'

/** What people who choose a questionnaire are told of it: length, licence, source, and what stands in the way. */
export type InstrumentCard = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly tier: LicenceTier
  readonly licence: string
  readonly licenceSource: string
  readonly attribution: string
  /** The day on which somebody read the permission itself; null while nobody has. */
  readonly verifiedOn: string | null
  readonly languages: readonly string[]
  readonly documents: readonly { readonly title: string; readonly url: string }[]
  readonly items: number
  /** How many of them can be asked now, and how many of those are not validated. */
  readonly asked: number
  readonly unvalidated: number
  /** The names of the items whose wording is still missing. */
  readonly awaiting: readonly string[]
}

/** A short name for an item, never its question: the wording may not be ours to print. */
export const nameOfItem = (item: Item, locale: string): string => item.name?.[locale] ?? item.key

export const cardOf = (instrument: Instrument, locale: string): InstrumentCard => {
  const asked = askedItems(instrument, locale)
  const { licence } = instrument
  const own = instrument.items.filter(({ counterpartOf }) => counterpartOf === undefined)
  return {
    id: instrument.id,
    version: instrument.version,
    title: instrument.title[locale] ?? Object.values(instrument.title)[0] ?? instrument.id,
    tier: licence.tier,
    licence: licence.spdxOrText,
    licenceSource: licence.source,
    attribution: licence.attribution,
    verifiedOn: licence.verifiedOn,
    languages: instrument.languages,
    documents: instrument.documents.map(({ title, url }) => ({ title, url })),
    items: own.length,
    asked: asked.length,
    unvalidated: asked.filter(({ validated }) => !validated).length,
    awaiting: own.filter((item) => awaitsText(instrument, item)).map((item) => nameOfItem(item, locale)),
  }
}
