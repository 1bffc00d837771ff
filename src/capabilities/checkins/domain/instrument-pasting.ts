import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Instrument, Item, OptionSet } from './instrument.ts'

/** Wording that an administrator holds and pastes: by item id, and by option set and value. */
export type PastedTexts = {
  readonly locale: string
  readonly items: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export type PastingRefusal =
  | { code: 'not-a-locale' }
  | { code: 'unknown-item'; item: string }
  | { code: 'unknown-option'; set: string; value: string }
  | { code: 'text-already-there'; where: string }
  | { code: 'text-empty'; where: string }
  | { code: 'text-too-long'; where: string; limit: number }
  | { code: 'options-incomplete'; set: string }

export const pastedTextLimit = 500

function textRefusal(where: string, text: unknown): PastingRefusal | null {
  if (typeof text !== 'string' || text.trim() === '') return { code: 'text-empty', where }
  if (text.length > pastedTextLimit) return { code: 'text-too-long', where, limit: pastedTextLimit }
  return null
}

/** Shipped wording is not added to either: a translation of one's own is another item, not this one. */
const isTaken = (owner: { textFrom?: string } | undefined, text: string | undefined) =>
  text !== undefined || (owner?.textFrom !== undefined && owner.textFrom !== 'pasted')

function firstRefusal(instrument: Instrument, texts: PastedTexts): PastingRefusal | null {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(texts.locale)) return { code: 'not-a-locale' }
  for (const [id, text] of Object.entries(texts.items)) {
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) return { code: 'unknown-item', item: id }
    if (isTaken(item, item.text?.[texts.locale])) return { code: 'text-already-there', where: id }
    const wrong = textRefusal(id, text)
    if (wrong !== null) return wrong
  }
  for (const [name, byValue] of Object.entries(texts.options)) {
    const set = Object.hasOwn(instrument.optionSets, name) ? instrument.optionSets[name] : undefined
    for (const [value, text] of Object.entries(byValue)) {
      const option = set?.options.find((candidate) => String(candidate.value) === value)
      if (option === undefined) return { code: 'unknown-option', set: name, value }
      const where = `${name} ${value}`
      if (isTaken(set, option.text?.[texts.locale])) return { code: 'text-already-there', where }
      const wrong = textRefusal(where, text)
      if (wrong !== null) return wrong
    }
    if (set === undefined || Object.keys(byValue).length !== set.options.length)
      return { code: 'options-incomplete', set: name }
  }
  return null
}

function pasteItem(item: Item, { locale, items }: PastedTexts): Item {
  const text = Object.hasOwn(items, item.id) ? items[item.id] : undefined
  if (text === undefined) return item
  return { ...item, text: { ...item.text, [locale]: text.trim() }, textFrom: 'pasted' }
}

function pasteOptions(set: OptionSet, locale: string, byValue: Readonly<Record<string, string>>): OptionSet {
  const options = set.options.map((option) => {
    const text = byValue[String(option.value)]
    return text === undefined ? option : { ...option, text: { ...option.text, [locale]: text.trim() } }
  })
  return { textFrom: 'pasted', options }
}

/**
 * The instrument with a site's own wording filled in; the given one is unchanged. Shipped wording cannot be replaced,
 * an option set is pasted whole, and one wrong entry refuses all. `wordingSha256` stays that of the shipped file;
 * `instrumentSha256` changes, so a wave's manifest shows that other words were asked.
 */
export function withPastedTexts(
  instrument: Instrument,
  texts: PastedTexts,
): Result<Instrument, PastingRefusal> {
  const refusal = firstRefusal(instrument, texts)
  if (refusal !== null) return refuse(refusal)
  const optionSets = Object.fromEntries(
    Object.entries(instrument.optionSets).map(([name, set]) => {
      const pasted = Object.hasOwn(texts.options, name) ? texts.options[name] : undefined
      return [name, pasted === undefined ? set : pasteOptions(set, texts.locale, pasted)]
    }),
  )
  const languages: Instrument['languages'] = instrument.languages.includes(texts.locale)
    ? instrument.languages
    : [...instrument.languages, texts.locale]
  const items = instrument.items.map((item) => pasteItem(item, texts))
  return accept({ ...instrument, languages, items, optionSets })
}

export const pastingStatusOf: Record<PastingRefusal['code'], number> = {
  'not-a-locale': 422,
  'unknown-item': 400,
  'unknown-option': 400,
  'text-already-there': 409,
  'text-empty': 422,
  'text-too-long': 422,
  'options-incomplete': 422,
}
