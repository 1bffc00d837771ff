import type { Instrument, Item, LicenceTier, LocalisedText } from './instrument.ts'
import { type AskedItem, askedItems, awaitsText } from './instrument-asking.ts'
import { onlyModules, type Sized, sizesOf, turnsOf } from './survey/turns.ts'

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
  /** Present where this is a survey; `asked` and `unvalidated` are then those of the longest turn. */
  readonly survey?: SurveyCard
}

/** The modules of a survey, and whose turn comes after whose. */
export type SurveyCard = {
  readonly modules: readonly ModuleCard[]
  readonly turns: readonly (readonly string[])[]
}

export type ModuleCard = Sized & {
  readonly name: string
  /** From which questionnaires questions are missing, since they have no wording there yet. */
  readonly awaits: readonly { readonly id: string; readonly title: string; readonly items: number }[]
}

/** A short name for an item, never its question: the wording may not be ours to print. */
export const nameOfItem = (item: Item, locale: string): string => item.name?.[locale] ?? item.key

const titleIn = (title: LocalisedText, locale: string): string =>
  title[locale] ?? Object.values(title)[0] ?? ''

const surveyCardOf = (survey: Instrument, locale: string): SurveyCard => {
  const sizes = sizesOf(survey)
  const modules = (survey.modules ?? []).map(({ id, name, core, items }): ModuleCard => {
    const missing = survey.items.filter(
      (item) => items.includes(item.id) && item.counterpartOf === undefined && awaitsText(survey, item),
    )
    const byLender = Map.groupBy(missing, ({ lender }) => lender?.id ?? survey.id)
    return {
      id,
      core,
      name: titleIn(name, locale),
      items: sizes.find((size) => size.id === id)?.items ?? 0,
      awaits: [...byLender].map(([lender, of]) => ({
        id: lender,
        title: titleIn(of[0]?.lender?.title ?? survey.title, locale),
        items: of.length,
      })),
    }
  })
  return { modules, turns: turnsOf(sizes) }
}

/** What is asked at most: of a survey, what its longest turn asks. */
const mostAsked = (instrument: Instrument, locale: string): readonly AskedItem[] => {
  if (!instrument.modules) return askedItems(instrument, locale)
  return turnsOf(sizesOf(instrument))
    .map((turn) => askedItems(onlyModules(instrument, turn), locale))
    .reduce<readonly AskedItem[]>((most, next) => (next.length > most.length ? next : most), [])
}

export const cardOf = (instrument: Instrument, locale: string): InstrumentCard => {
  const asked = mostAsked(instrument, locale)
  const { licence } = instrument
  const own = instrument.items.filter(({ counterpartOf }) => counterpartOf === undefined)
  return {
    id: instrument.id,
    version: instrument.version,
    title: titleIn(instrument.title, locale),
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
    ...(instrument.modules ? { survey: surveyCardOf(instrument, locale) } : {}),
  }
}
