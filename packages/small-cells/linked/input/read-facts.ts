import { type Dimensions, plainly } from './dimensions.ts'
import { describe, linesOf, whereIs } from './places.ts'
import { InputError, type KnownFigure, type Publication } from './publication.ts'
import type { Part } from './read-tables.ts'
import { type Fact, unknownsOf } from './system.ts'

export type FactName =
  | { readonly kind: 'earlier'; readonly earlier: string; readonly figure: KnownFigure }
  | { readonly kind: 'known'; readonly figure: KnownFigure }

/** What readers knew before, as sums. Throws InputError on what cannot be said in the parts that there are. */
export const readFacts = (given: {
  publication: Publication
  dimensions: Dimensions
  parts: readonly Part[]
  known: number
  item: { id: string; categories: readonly string[] }
  own: FactName[]
}): Fact[] => {
  const { publication, dimensions, parts, known, item, own } = given
  const all: { name: FactName; place: string }[] = [
    ...(publication.earlier ?? []).flatMap(({ id, figures }) =>
      figures.map((figure, at) => ({
        name: { kind: 'earlier' as const, earlier: id, figure },
        place: `earlier.${id}.figures[${at}]`,
      })),
    ),
    ...(publication.attacker?.knows ?? []).map((figure, at) => ({
      name: { kind: 'known' as const, figure },
      place: `attacker.knows[${at}]`,
    })),
  ]
  return all.flatMap(({ name, place }): Fact[] => {
    const { figure } = name
    if (!publication.items.some(({ id }) => id === figure.item))
      throw new InputError(`${place}: there is no item ${figure.item}.`)
    if (figure.item !== item.id) return []
    linesOf({ dimensions, at: figure.at, place })
    const category =
      figure.category === undefined ? item.categories.length : item.categories.indexOf(figure.category)
    if (category < 0) throw new InputError(`${place}: ${item.id} has no category ${figure.category}.`)
    const low = figure.low ?? 0
    const high = figure.high ?? Number.POSITIVE_INFINITY
    if (Number.isNaN(low) || Number.isNaN(high) || low > high)
      throw new InputError(`${place}: low is above high.`)
    const { at } = plainly(dimensions, figure.at)
    const members = parts.flatMap((part, number) => {
      const where = number < known ? whereIs(part.lines, at) : 'outside'
      if (where === 'partly')
        throw new InputError(
          `${place}: the people are not told apart by all that ${describe(figure.at)} names, so that this cannot be taken into account; list them more finely in people.`,
        )
      return where === 'inside' ? [number] : []
    })
    own.push(name)
    return [{ unknowns: unknownsOf({ categories: item.categories.length, members, category }), low, high }]
  })
}
