import type { Instrument } from './instrument.ts'
import { nameOfItem } from './instrument-card.ts'
import type { PastedTexts } from './instrument-pasting.ts'

/** The gaps that an administrator may fill in one language, with what was pasted before. Shipped words are not in it. */
export type PastingForm = {
  readonly locale: string
  /** Languages that were pasted before. */
  readonly pastedIn: readonly string[]
  readonly items: readonly {
    readonly id: string
    readonly name: string
    /** Only where it differs from that of the questionnaire. */
    readonly licence: string | null
    readonly wordingAt: { readonly title: string; readonly url: string } | null
    readonly text: string
  }[]
  readonly optionSets: readonly {
    readonly id: string
    /** The items that are answered with it, by name. */
    readonly of: readonly string[]
    readonly options: readonly { readonly value: number; readonly text: string }[]
  }[]
}

export const pastingFormOf = (given: {
  shipped: Instrument
  pasted: readonly PastedTexts[]
  locale: string
  /** The language for the names of items. */
  language: string
}): PastingForm => {
  const { shipped, pasted, locale, language } = given
  const before = pasted.find((texts) => texts.locale === locale)
  return {
    locale,
    pastedIn: pasted.map((texts) => texts.locale),
    items: shipped.items
      .filter(({ textFrom }) => textFrom === undefined)
      .map((item) => ({
        id: item.id,
        name: nameOfItem(item, language),
        licence: item.licence ? `${item.licence.spdxOrText}. ${item.licence.source}` : null,
        wordingAt: item.wordingAt ?? null,
        text: before?.items[item.id] ?? '',
      })),
    optionSets: Object.entries(shipped.optionSets)
      .filter(([, { textFrom }]) => textFrom === undefined)
      .map(([id, { options }]) => ({
        id,
        of: shipped.items.filter((item) => item.options === id).map((item) => nameOfItem(item, language)),
        options: options.map(({ value }) => ({ value, text: before?.options[id]?.[String(value)] ?? '' })),
      })),
  }
}
