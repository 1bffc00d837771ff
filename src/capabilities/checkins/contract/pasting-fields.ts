import type { PastedTexts } from '../domain/instrument-pasting.ts'

const item = 'item:'
const option = 'option:'

/** The names under which the fields of the pasting form are sent, and by which a refusal finds its field. */
export const fieldOfItem = (id: string): string => `${item}${id}`
export const fieldOfOption = (given: { set: string; value: string }): string =>
  `${option}${given.set}:${given.value}`
export const fieldOfSet = (set: string): string => `${option}${set}`

/**
 * What was pasted. A field that was left empty is no wording and is left out, so an option set of which only some were
 * filled is refused as incomplete; files and names that no field has are ignored.
 */
export const readPastedFields = (sent: FormData): PastedTexts => {
  const items: Record<string, string> = {}
  const options: Record<string, Record<string, string>> = {}
  for (const [name, text] of sent) {
    if (typeof text !== 'string' || text.trim() === '') continue
    if (name.startsWith(item)) items[name.slice(item.length)] = text
    if (!name.startsWith(option)) continue
    const end = name.lastIndexOf(':')
    const set = name.slice(option.length, end)
    const known = Object.hasOwn(options, set) ? options[set] : undefined
    options[set] = { ...known, [name.slice(end + 1)]: text }
  }
  const locale = sent.get('locale')
  return { locale: typeof locale === 'string' ? locale.trim() : '', items, options }
}

/** Every field of the form as it came, to be shown again; what is none of its fields is left out. */
export const sentTexts = (sent: FormData): Record<string, string> => {
  const texts: Record<string, string> = {}
  for (const [name, text] of sent)
    if (typeof text === 'string' && (name === 'locale' || name.startsWith(item) || name.startsWith(option)))
      texts[name] = text
  return texts
}
