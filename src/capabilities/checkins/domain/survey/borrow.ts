import type { Instrument, Item, ItemReport, OptionSet } from '../instrument.ts'

type Shelf = ReadonlyMap<string, Instrument>

/**
 * A survey with what its modules borrow, as it stands in the questionnaires that lend it: what an administrator pasted
 * there is asked here. Ids get the lender's before them, each item keeps its licence, a counterpart comes with its item.
 * Nothing here is scored: an item that is not sensitive speaks by its mean alone, without cut-off or share.
 */
export const withBorrowed = (survey: Instrument, shelf: Shelf): Instrument => {
  const borrowed = new Map<string, Item>()
  const optionSets: Record<string, OptionSet> = { ...survey.optionSets }
  const languages = new Set(survey.languages)
  const modules = (survey.modules ?? []).map((module) => {
    const items = [...module.items]
    for (const [id, wanted] of Object.entries(module.borrows)) {
      const lender = shelf.get(id)
      if (!lender) continue
      for (const item of lender.items) {
        if (!wanted.includes(item.counterpartOf ?? item.id)) continue
        const taken = itemFrom(lender, item)
        borrowed.set(taken.id, taken)
        items.push(taken.id)
        const set = lender.optionSets[item.options]
        if (set) optionSets[taken.options] = set
        for (const locale of Object.keys(item.text ?? {})) languages.add(locale)
      }
    }
    return { ...module, items, borrows: {} }
  })
  const own = new Map(survey.items.map((item) => [item.id, item]))
  const [first] = survey.languages
  return {
    ...survey,
    languages: [first, ...[...languages].filter((locale) => locale !== first)],
    optionSets,
    items: modules.flatMap(({ items }) => items.flatMap((id) => own.get(id) ?? borrowed.get(id) ?? [])),
    modules,
  }
}

const itemFrom = (lender: Instrument, item: Item): Item => {
  const named = (id: string) => `${lender.id}.${id}`
  return {
    ...item,
    id: named(item.id),
    key: `${lender.id}_${item.key}`.replaceAll('-', '_'),
    options: named(item.options),
    licence: item.licence ?? lender.licence,
    report: item.sensitive ? item.report : meanOf(lender, item),
    lender: { id: lender.id, title: lender.title },
    ...(item.counterpartOf === undefined ? {} : { counterpartOf: named(item.counterpartOf) }),
  }
}

/** Which way is better follows from the item's own report, or else from its scale and whether it is reversed there. */
const meanOf = (lender: Instrument, item: Item): ItemReport => {
  if (item.report.kind !== 'none') return { kind: 'mean', higherIs: item.report.higherIs }
  const scale = lender.scales.find(({ items }) => items.includes(item.id))
  const isScaleBetter = (scale?.higherIs ?? 'better') === 'better'
  return { kind: 'mean', higherIs: isScaleBetter !== item.reverse ? 'better' : 'worse' }
}
