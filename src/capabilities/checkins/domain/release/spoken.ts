import type { ReleaseDocument, ReleasedItem } from './document.ts'

/**
 * A release with its questions, and the names of their modules, in the reader's language, where they were asked in it
 * too. Figures are untouched: all
 * read the same ones. What was asked in other languages only keeps its words.
 */
export const spokenIn = (document: ReleaseDocument, locale: string): ReleaseDocument => ({
  ...document,
  items: document.items.map((item) => itemIn(item, locale)),
  ...(document.sections
    ? { sections: document.sections.map((section) => ({ ...section, names: nameIn(section.names, locale) })) }
    : {}),
})

/** The one name that is shown: in this language, or else the first there is. */
const nameIn = (names: Readonly<Record<string, string>>, locale: string): Record<string, string> => ({
  [locale]: names[locale] ?? Object.values(names)[0] ?? '',
})

const itemIn = (item: ReleasedItem, locale: string): ReleasedItem => {
  const words = item.words?.[locale]
  if (!words) return item
  const options = item.options.map(({ value, label }, at) => ({ value, label: words.options[at] ?? label }))
  const { report } = item
  const label = report.kind === 'share' ? (words.label ?? report.label) : undefined
  const said = report.kind === 'share' && label !== undefined ? { ...report, label } : report
  return { ...item, text: words.text, options, report: said }
}
