import { accept, type Result, refuse } from '#kernel/result.ts'
import { crossingsOf } from '../linking/earlier-plan.ts'
import { withoutCrossings } from '../linking/without-crossings.ts'
import type { Attribute } from './attributes.ts'

/** What the staff list says of somebody who is asked; null where it says nothing. `startOn`: an ISO day. */
export type Described = {
  readonly member: string
  readonly profession: string | null
  readonly workplace: string | null
  readonly shift: string | null
  readonly startOn: string | null
}

/**
 * People who are counted together in one further table. `id` is the same in every check-in for the same value, so that
 * trends can join; `name` is what the staff list says, empty for what pages name themselves (the two below, bands).
 */
export type Category = {
  readonly id: string
  readonly name: string
  readonly members: readonly string[]
  /** What was too small alone and is counted here: names, or ids of bands. */
  readonly pooled: readonly string[]
}
export type PlannedTable = { readonly attribute: Attribute; readonly categories: readonly Category[] }

/** How an earlier check-in placed people by the same attribute. */
export type EarlierTable = {
  readonly categories: readonly string[]
  readonly people: ReadonlyMap<string, string>
}

export const otherCategory = 'other'
export const unknownCategory = 'unknown'
export const tenureBands = ['under-1', '1-to-3', '3-to-10', 'over-10'] as const
const longestId = 90

/**
 * Places everybody who is asked in one category of a further table; each has at least `k` people. Values that differ in
 * case, accents or punctuation only are one. What is below `k` is pooled as “other”, if that is below `k` together
 * with the smallest besides, and so on; people of whom nothing is known are a category like any other. `today` decides
 * how long somebody has been here.
 *
 * Where `earlier` check-ins placed the same people otherwise, categories are pooled until no difference from one of them
 * is fewer than `k` people, as for teams (`withoutCrossings`).
 *
 * Refused where one category would be left: then the table says nothing that the whole does not.
 */
export const planCategories = (given: {
  attribute: Attribute
  people: readonly Described[]
  k: number
  today: string
  earlier?: readonly EarlierTable[]
}): Result<PlannedTable, 'one-category'> => {
  const found = new Map<string, { spellings: Map<string, number>; members: string[] }>()
  for (const person of given.people) {
    const { id, spelling } = placeOf({ ...given, person })
    const here = found.get(id) ?? { spellings: new Map<string, number>(), members: [] }
    here.spellings.set(spelling, (here.spellings.get(spelling) ?? 0) + 1)
    here.members.push(person.member)
    found.set(id, here)
  }
  const all = [...found]
    .map(([id, { spellings, members }]) => ({ id, name: usual(spellings), members, pooled: [] as string[] }))
    .sort((a, b) => a.members.length - b.members.length || compare(a.id, b.id))
  const small = all.filter(({ members }) => members.length < given.k)
  const large = all.slice(small.length)
  const pool = [...small]
  const size = () => pool.reduce((sum, { members }) => sum + members.length, 0)
  // A single small category may not be shown alone either: it takes the next with it.
  while (pool.length > 0 && size() < given.k) {
    const next = large.shift()
    if (!next) break
    pool.push(next)
  }
  const apart = stayingApart({ ...given, all, large: large.map(({ id }) => id) })
  pool.push(...large.filter(({ id }) => !apart.has(id)))
  const alone = [...large, ...pool].filter(({ id }) => apart.has(id))
  const pooled = pool.filter(({ id }) => !apart.has(id))
  const other: Category[] =
    pooled.length === 0
      ? []
      : [
          {
            id: otherCategory,
            name: '',
            members: pooled.flatMap(({ members }) => members),
            pooled: pooled.map(({ id, name }) => name || id).toSorted(compare),
          },
        ]
  const categories = [...alone.toSorted(inOrder(given.attribute)), ...other]
  return categories.length < 2 ? refuse('one-category') : accept({ attribute: given.attribute, categories })
}

/** Of the values, those that can be counted by themselves beside all that was published before. */
const stayingApart = (given: {
  all: readonly { id: string; members: readonly string[] }[]
  large: readonly string[]
  k: number
  earlier?: readonly EarlierTable[]
}): Set<string> => {
  const { all, large, k, earlier = [] } = given
  const ids = all.map(({ id }) => id)
  const placed = new Map(all.flatMap(({ id, members }) => members.map((member) => [member, id] as const)))
  const crossings = earlier.map(({ categories, people }) => {
    // What had no category of its own was counted with the others, where there were any.
    const others = categories.includes(otherCategory)
      ? ids.filter((id) => !categories.includes(id)).map((id) => ({ unit: id, home: otherCategory }))
      : []
    const nodes = [...categories.map((id) => ({ unit: id, home: id })), ...others]
    return crossingsOf({
      earlier: { nodes: nodes.map((node) => ({ ...node, parent: null, name: '' })), people },
      placed,
      units: new Set([otherCategory, ...ids]),
      k,
    })
  })
  const sizes = new Map(all.map(({ id, members }) => [id, members.length]))
  return withoutCrossings({
    units: [{ id: otherCategory, parent: null }, ...ids.map((id) => ({ id, parent: otherCategory }))],
    published: new Set([otherCategory, ...large]),
    k,
    crossings,
    isSafe: (published) => {
      const left = ids.filter((id) => !published.has(id)).reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)
      return (left === 0 || left >= k) && ids.every((id) => !published.has(id) || (sizes.get(id) ?? 0) >= k)
    },
  })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Bands in their order, everything else by name; what is unknown last. */
const inOrder = (attribute: Attribute) => (a: Category, b: Category) => {
  const rank = ({ id }: Category) =>
    id === unknownCategory
      ? 2
      : attribute === 'tenure'
        ? (tenureBands as readonly string[]).indexOf(id) / 10
        : 1
  return rank(a) - rank(b) || compare(a.name, b.name) || compare(a.id, b.id)
}

/** The spelling that most have; of equals the first in order. */
const usual = (spellings: ReadonlyMap<string, number>): string =>
  [...spellings].toSorted(([a, many], [b, more]) => more - many || compare(a, b))[0]?.[0] ?? ''

const placeOf = (given: {
  attribute: Attribute
  person: Described
  today: string
}): { id: string; spelling: string } => {
  const { attribute, person, today } = given
  if (attribute === 'tenure') return { id: bandOf({ startOn: person.startOn, today }), spelling: '' }
  const text = person[attribute]?.trim() ?? ''
  const key = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  // Never one of the names above, whatever somebody writes into a list.
  return key === ''
    ? { id: unknownCategory, spelling: '' }
    : { id: `is ${key}`.slice(0, longestId), spelling: text }
}

const bandOf = ({ startOn, today }: { startOn: string | null; today: string }): string => {
  if (startOn === null) return unknownCategory
  const years = (count: number) =>
    `${String(Number(today.slice(0, 4)) - count).padStart(4, '0')}${today.slice(4)}`
  if (startOn > years(1)) return 'under-1'
  if (startOn > years(3)) return '1-to-3'
  return startOn > years(10) ? '3-to-10' : 'over-10'
}
