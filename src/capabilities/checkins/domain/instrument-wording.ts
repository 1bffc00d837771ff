import type { Instrument, Item, LocalisedText, OptionSet } from './instrument.ts'

const clean = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

const lines = (label: string, text: LocalisedText | undefined) =>
  Object.entries(text ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([locale, words]) => `${label}\t${locale}\t${clean(words)}\n`)

const itemLines = (item: Item) => lines(`item\t${item.id}`, item.text)

const optionLines = (name: string, set: OptionSet) =>
  set.options.flatMap((option) => lines(`option\t${name}\t${option.value}`, option.text))

/**
 * The wording alone, in the form over which `wordingSha256` is taken (SHA-256 of its UTF-8 bytes, hex):
 *
 * one line `item⇥id⇥locale⇥text` for each item in file order and each locale in code-point order, then one line
 * `option⇥set⇥value⇥locale⇥text` for each option in file order (sets by name in code-point order); text is in Unicode
 * NFC, white space runs are one space, ends trimmed; each line ends in a line feed. No wording gives the empty string.
 *
 * With `documentId`, only what comes from that source document: the passage over which the document's hash is taken.
 */
export function canonicalWording(instrument: Instrument, documentId?: string): string {
  const fromHere = (origin: string | undefined) => documentId === undefined || origin === documentId
  const items = instrument.items.filter((item) => fromHere(item.textFrom)).flatMap(itemLines)
  const options = Object.entries(instrument.optionSets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, set]) => fromHere(set.textFrom))
    .flatMap(([name, set]) => optionLines(name, set))
  return [...items, ...options].join('')
}
