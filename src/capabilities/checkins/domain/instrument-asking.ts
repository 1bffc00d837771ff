import type { Instrument, Item } from './instrument.ts'
import { optionSetOf } from './instrument.ts'

export type AskedItem = {
  readonly id: string
  /** The language of `text`, for the page's `lang`: the one wished for, else the instrument's source language. */
  readonly locale: string
  readonly text: string
  readonly options: readonly { readonly value: number; readonly text: string }[]
  readonly validated: boolean
}

function askedIn(instrument: Instrument, item: Item, locale: string): AskedItem | null {
  const text = item.text?.[locale]
  if (text === undefined) return null
  const options: { value: number; text: string }[] = []
  for (const option of optionSetOf(instrument, item).options) {
    const words = option.text?.[locale]
    if (words === undefined) return null
    options.push({ value: option.value, text: words })
  }
  return { id: item.id, locale, text, options, validated: item.validated }
}

/**
 * The items a person can be asked, in file order, with the words to show. An item whose question or answers have no
 * text, in the wished language or the source language, is left out: the rest of the instrument stays usable.
 */
export function askedItems(instrument: Instrument, locale: string): AskedItem[] {
  return instrument.items.flatMap((item) => {
    const asked = askedIn(instrument, item, locale) ?? askedIn(instrument, item, instrument.languages[0])
    return asked === null ? [] : [asked]
  })
}

/** Whether this item is asked of nobody until an administrator pastes its wording. */
export const awaitsText = (instrument: Instrument, item: Item): boolean =>
  instrument.languages.every((locale) => askedIn(instrument, item, locale) === null)
