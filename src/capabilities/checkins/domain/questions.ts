import type { Instrument, Module } from './instrument.ts'
import { type AskedItem, formsOf } from './instrument-asking.ts'
import type { QuestionItem, Questions, Section, Words } from './wave.ts'

/**
 * The questions of an instrument as they are asked now, in every language that has a form, to be frozen with a wave.
 * Whoever is asked gets all of them: a request for one language would tell hers.
 */
export const questionsOf = (instrument: Instrument, locale: string): Questions => {
  const forms = formsOf(instrument, locale)
  const asked = new Map<string, AskedItem[]>()
  for (const { items } of forms)
    for (const item of items) asked.set(item.id, [...(asked.get(item.id) ?? []), item])
  return {
    format: 2,
    instrument: instrument.id,
    version: instrument.version,
    title: instrument.title[locale] ?? Object.values(instrument.title)[0] ?? instrument.id,
    titles: instrument.title,
    items: [...asked].flatMap(([id, versions]) => itemOf(instrument, { id, versions }) ?? []),
    forms: forms.map((form) => ({ locale: form.locale, items: form.items.map(({ id }) => id) })),
    ...(instrument.modules ? { sections: sectionsOf(instrument.modules, new Set(asked.keys())) } : {}),
  }
}

const sectionsOf = (modules: readonly Module[], asked: ReadonlySet<string>): Section[] =>
  modules.flatMap(({ id, name, items }) => {
    const kept = items.filter((item) => asked.has(item))
    return kept.length === 0 ? [] : [{ id, names: name, items: kept }]
  })

const itemOf = (
  instrument: Instrument,
  given: { id: string; versions: readonly AskedItem[] },
): QuestionItem | undefined => {
  const [first] = given.versions
  if (!first) return undefined
  const item = instrument.items.find(({ id }) => id === given.id)
  const report = item?.report ?? { kind: 'none' }
  const sensitive = item?.sensitive ? { sensitive: true } : {}
  const labelIn = (locale: string) =>
    report.kind === 'share' ? (report.label[locale] ?? Object.values(report.label)[0] ?? '') : undefined
  const words = Object.fromEntries(
    given.versions.map(({ locale, text, options }): [string, Words] => {
      const label = labelIn(locale)
      const said = { text, options: options.map((option) => option.text) }
      return [locale, label === undefined ? said : { ...said, label }]
    }),
  )
  if (report.kind === 'none') return { ...first, ...sensitive, words, report }
  const { higherIs } = report
  if (report.kind === 'mean') return { ...first, ...sensitive, words, report: { kind: 'mean', higherIs } }
  const label = labelIn(first.locale) ?? ''
  return { ...first, ...sensitive, words, report: { kind: 'share', values: report.values, label, higherIs } }
}

/** What a reader of this language is asked: her form, or else the first. Questions of format 1 have one form only. */
export const formIn = (
  questions: Questions,
  locale: string,
): { locale: string; items: readonly QuestionItem[] } => {
  const form = questions.forms?.find((one) => one.locale === locale) ?? questions.forms?.[0]
  if (!form) return { locale: questions.items[0]?.locale ?? locale, items: questions.items }
  const items = form.items.flatMap((id) => {
    const item = questions.items.find((one) => one.id === id)
    return item ? [itemIn(item, form.locale)] : []
  })
  return { locale: form.locale, items }
}

const itemIn = (item: QuestionItem, locale: string): QuestionItem => {
  const words = item.words?.[locale]
  if (!words) return item
  const options = item.options.map(({ value, text }, at) => ({ value, text: words.options[at] ?? text }))
  return { ...item, locale, text: words.text, options }
}

/** The modules of a form, by their names in its language, each with its questions in order; none for most. */
export const sectionsIn = (
  questions: Questions,
  form: { readonly locale: string; readonly items: readonly QuestionItem[] },
): { name: string; items: readonly QuestionItem[] }[] =>
  (questions.sections ?? []).flatMap(({ names, items: ids }) => {
    const items = form.items.filter(({ id }) => ids.includes(id))
    const name = names[form.locale] ?? Object.values(names)[0] ?? ''
    return items.length === 0 ? [] : [{ name, items }]
  })

/** Whether answers name an item and its counterpart: then somebody would count twice. */
export const answersTwice = (questions: Questions, answered: ReadonlySet<string>): boolean =>
  questions.items.some(
    ({ id, counterpartOf }) => counterpartOf !== undefined && answered.has(id) && answered.has(counterpartOf),
  )
