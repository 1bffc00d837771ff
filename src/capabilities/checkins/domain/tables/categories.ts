import { accept, type Result, refuse } from '#kernel/result.ts'
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
 * Refused where one category would be left: then the table says nothing that the whole does not.
 */
export const planCategories = (given: {
  attribute: Attribute
  people: readonly Described[]
  k: number
  today: string
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
  const other: Category[] =
    pool.length === 0
      ? []
      : [
          {
            id: otherCategory,
            name: '',
            members: pool.flatMap(({ members }) => members),
            pooled: pool.map(({ id, name }) => name || id).toSorted(compare),
          },
        ]
  const categories = [...large.toSorted(inOrder(given.attribute)), ...other]
  return categories.length < 2 ? refuse('one-category') : accept({ attribute: given.attribute, categories })
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
