import type { Instrument, Item } from './instrument.ts'
import { optionSetOf } from './instrument.ts'

export type AskedItem = {
  readonly id: string
  /** The language of `text`, for the page's `lang`. */
  readonly locale: string
  readonly text: string
  readonly options: readonly { readonly value: number; readonly text: string }[]
  readonly validated: boolean
  /** The item that other languages ask in the place of this one; a ballot answers one of the two. */
  readonly counterpartOf?: string
}

/** What one reader is asked, whole and in one language. */
export type AskedForm = { readonly locale: string; readonly items: readonly AskedItem[] }

function wordsIn(instrument: Instrument, item: Item, locale: string): AskedItem | null {
  const text = item.text?.[locale]
  if (text === undefined) return null
  const options: { value: number; text: string }[] = []
  for (const option of optionSetOf(instrument, item).options) {
    const words = option.text?.[locale]
    if (words === undefined) return null
    options.push({ value: option.value, text: words })
  }
  const asked = { id: item.id, locale, text, options, validated: item.validated }
  return item.counterpartOf === undefined ? asked : { ...asked, counterpartOf: item.counterpartOf }
}

/** The item in a language, or where that has no text of it, the counterpart that has. */
function askedIn(instrument: Instrument, item: Item, locale: string): AskedItem | null {
  const own = wordsIn(instrument, item, locale)
  if (own !== null) return own
  const counterpart = instrument.items.find((other) => other.counterpartOf === item.id)
  return counterpart === undefined ? null : wordsIn(instrument, counterpart, locale)
}

/** Whether this item is asked of nobody until an administrator pastes its wording. A counterpart waits with its item. */
export const awaitsText = (instrument: Instrument, item: Item): boolean => {
  const original = instrument.items.find(({ id }) => id === item.counterpartOf) ?? item
  return instrument.languages.every((locale) => wordsIn(instrument, original, locale) === null)
}

/**
 * The forms of an instrument, one a language, the base first: the language in which most can be asked, the
 * wished-for one before its equals. What the base asks every other form asks too, each question in its own words or by its counterpart; a
 * language that lacks one of them has no form, so that nobody meets two languages in one. An item whose wording is
 * nowhere yet is left out, its counterpart too: the rest of the instrument stays usable.
 */
export function formsOf(instrument: Instrument, wished: string): AskedForm[] {
  const items = instrument.items.filter(
    (item) => item.counterpartOf === undefined && !awaitsText(instrument, item),
  )
  const languages = [...new Set([wished, ...instrument.languages])]
  const form = (locale: string, of: readonly Item[]): AskedForm => ({
    locale,
    items: of.flatMap((item) => askedIn(instrument, item, locale) ?? []),
  })
  const [base] = languages
    .map((locale) => form(locale, items))
    .toSorted((a, b) => b.items.length - a.items.length)
  if (base === undefined || base.items.length === 0) return []
  const inBase = items.filter((item) => askedIn(instrument, item, base.locale) !== null)
  const others = languages.filter((locale) => locale !== base.locale)
  const whole = others
    .map((locale) => form(locale, inBase))
    .filter((one) => one.items.length === inBase.length)
  return [base, ...whole]
}

/** The items that a reader of this language is asked, in file order: her form, or else the base. */
export function askedItems(instrument: Instrument, locale: string): readonly AskedItem[] {
  const forms = formsOf(instrument, locale)
  return (forms.find((form) => form.locale === locale) ?? forms[0])?.items ?? []
}
