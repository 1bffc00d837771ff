import { figuresOf, isFigure, type System, unknownsOf, whyHidden } from '../input/system.ts'
import { type KnownSet, type Need, needsOf } from './needs.ts'

/** Something hidden: a figure of a group, or of a part that no table lists. */
export type Target = {
  readonly group: number | null
  readonly part: number | null
  readonly category: number
  readonly members: Int32Array
  readonly unknowns: Int32Array
  /** What it is in the table that was found. */
  readonly value: number
  readonly need: Need
}

const nothing: Need = { outside: 0, inside: () => 0 }

/**
 * Everything hidden, whether anybody is there or not: what is empty must not look otherwise than what is hidden. Of
 * parts that no table lists, those that are few or of one mind; all, where the tables leave open what they answered.
 */
export const targetsIn = (given: {
  system: System
  reference: Int32Array
  shown: Uint8Array
  sets: readonly KnownSet[]
}): Target[] => {
  const { system, reference, shown, sets } = given
  const { categories } = system
  const needOf = needsOf({ system, sets })
  const found: Target[] = []
  const strictly = system.rule.hide === 'cells'
  system.groups.forEach(({ members, counts, n, why }, group) => {
    for (let category = 0; category <= categories; category++) {
      const figure = group * figuresOf(system) + category
      if (shown[figure] || !isFigure(system, figure)) continue
      const value = category < categories ? (counts[category] ?? 0) : n
      // Hidden for the sake of others: it might be shown by itself, and knowing it is no harm by itself. Nor is it that
      // nobody answered, where whole groups are hidden.
      const isHarmless = !strictly && (why === null || why === 'empty')
      const unknowns = unknownsOf({ categories, members, category })
      const need = isHarmless ? nothing : needOf({ members, category, strictly })
      found.push({ group, part: null, category, members, unknowns, value, need })
    }
  })
  const { k, dissenters } = system.rule
  const isKnown = system.reference !== null
  for (const part of system.unlisted) {
    const counts = Array.from(reference.subarray(part * categories, (part + 1) * categories))
    const why = whyHidden({ counts, k, dissenters })
    if (isKnown && (why === null || why === 'empty')) continue
    const members = Int32Array.of(part)
    for (let category = 0; category <= categories; category++) {
      if (categories === 1 && category === 1) continue
      const value = category < categories ? (counts[category] ?? 0) : counts.reduce((a, b) => a + b, 0)
      const unknowns = unknownsOf({ categories, members, category })
      const need = needOf({ members, category, strictly: false })
      if (need.outside > 0) found.push({ group: null, part, category, members, unknowns, value, need })
    }
  }
  return found
}
