import type { Audited, Bare } from '../derive/audit-system.ts'
import { isRoster, partOfRoster } from '../derive/equations.ts'
import type { AuditReport, Figure, Hidden, Reason, Refusal } from '../input/publication.ts'
import type { Reading } from '../input/read-publication.ts'
import { figuresOf, isFigure } from '../input/system.ts'

const categoryOf = (given: { reading: Reading; item: number; category: number }) =>
  given.reading.publication.items[given.item]?.categories[given.category] ?? null

const figureOf = (given: {
  reading: Reading
  item: number
  group: number | null
  part: number | null
  category: number
}): Figure => {
  const { reading, item, group, part, category } = given
  const name = group === null ? undefined : reading.groups[group]
  return {
    item: reading.systems[item]?.item ?? '',
    table: name?.table ?? '',
    at: name?.at ?? reading.parts[part ?? -1] ?? {},
    category: categoryOf({ reading, item, category }),
  }
}

/** What numbers of equations stand for. */
const reasonsOf = (given: { reading: Reading; item: number; from: readonly number[] }): Reason[] => {
  const { reading, item, from } = given
  const system = reading.systems[item]
  if (!system) return []
  return from.map((source): Reason => {
    if (source >= 0) {
      const group = Math.floor(source / figuresOf(system))
      return { figure: figureOf({ reading, item, group, part: null, category: source % figuresOf(system) }) }
    }
    if (isRoster(source)) return { roster: reading.parts[partOfRoster(source)] ?? {} }
    const fact = reading.facts[item]?.[-1 - source]
    const at = fact?.figure.at ?? {}
    const category = fact?.figure.category ?? null
    if (fact?.kind === 'earlier') return { earlier: fact.earlier, item: system.item, at, category }
    return { known: at, item: system.item, category }
  })
}

const refusalOf = (given: { reading: Reading; item: number; audited: Audited }): Refusal[] => {
  const { reading, item, audited } = given
  if (audited.is === 'wide') return []
  const figure = figureOf({ reading, item, ...audited })
  if (audited.trouble !== null)
    return [{ code: audited.trouble === 'failed' ? 'solver-failed' : 'out-of-time', item: figure.item }]
  if (audited.is === 'not-proved') return [{ code: 'not-proved', figure }]
  const { low, high, needed, from, knowing } = audited
  const because = reasonsOf({ reading, item, from })
  if (knowing === null) return [{ code: 'narrow', figure, low, high, needed, because }]
  const categories = reading.systems[item]?.categories ?? 1
  const own = {
    at: reading.parts[Math.floor(knowing / categories)] ?? {},
    category: categoryOf({ reading, item, category: knowing % categories }),
  }
  return [{ code: 'narrow', figure, low, high, needed, because: [...because, { own }] }]
}

/** Puts what the workers found into words of the publication. */
export const reportOf = (given: {
  reading: Reading
  shown: readonly Uint8Array[]
  items: readonly { bare: readonly Bare[]; audited: readonly Audited[]; trouble: Refusal[] }[]
}): AuditReport => {
  const { reading, shown, items } = given
  const refusals: Refusal[] = []
  const hidden: Hidden[] = []
  let exact = 0
  let withinOne = 0
  let listed = 0
  items.forEach(({ bare, audited, trouble }, item) => {
    refusals.push(...trouble)
    for (const { why, of, group, category, from } of bare) {
      if (why === 'not-searched') {
        refusals.push({ code: why, item: reading.systems[item]?.item ?? '' })
        continue
      }
      refusals.push({
        code: why,
        of,
        figure: figureOf({ reading, item, group, part: null, category }),
        because: reasonsOf({ reading, item, from }),
      })
    }
    for (const one of audited) {
      refusals.push(...refusalOf({ reading, item, audited: one }))
      if (one.group === null) continue
      const { low, high } = one.everybody ?? one
      hidden.push({ ...figureOf({ reading, item, ...one }), low, high })
      listed++
      if (high !== null && high === low) exact++
      if (high !== null && high - low <= 2) withinOne++
    }
  })
  let out = 0
  shown.forEach((figures, item) => {
    const system = reading.systems[item]
    if (system)
      figures.forEach((is, figure) => {
        if (is && isFigure(system, figure)) out++
      })
  })
  return {
    safe: refusals.length === 0,
    refusals,
    hidden,
    figures: { shown: out, hidden: listed, exact, withinOne },
  }
}
