import type { Rule } from './publication.ts'

/** Answers that are together in one group, by the numbers of the finest parts of the people. */
export type Group = {
  readonly members: Int32Array
  /** How many gave each answer. */
  readonly counts: readonly number[]
  readonly n: number
  readonly why: 'too-few' | 'alike' | 'empty' | null
  readonly weight: number
  /** The steps to which tables round it: each shown figure is shown once for each of them. 1 means exactly. */
  readonly roundings: readonly number[]
  /** Groups of one family nest or are apart. */
  readonly family: number
}

/** A sum of unknowns that a reader knows to lie between two numbers, other than the shown figures. */
export type Fact = { readonly unknowns: Int32Array; readonly low: number; readonly high: number }

/**
 * One item, by numbers only, as workers are sent it. The unknowns are the answers of each finest part of the people
 * (`part * categories + category`); everything anybody reads is a sum of them. Figure `c` of group `g` has the number
 * `g * (categories + 1) + c`; the last is the number of answers, and with a single category the only one besides.
 */
export type System = {
  readonly item: string
  readonly categories: number
  readonly parts: number
  /** The most answers that a part can hold. */
  readonly roster: Float64Array
  readonly groups: readonly Group[]
  readonly facts: readonly Fact[]
  /** Sums that the counts fix, shown or not; enough to find whole tables that agree with all counts. */
  readonly counted: readonly { readonly unknowns: Int32Array; readonly value: number }[]
  /** Unknowns that count people who are in one table only; as few as will do are allowed. */
  readonly strays: { readonly unknowns: Int32Array; readonly most: number }
  /** One table that agrees with all counts, where the finest parts were counted themselves. */
  readonly reference: Int32Array | null
  /** Parts that no group consists of. */
  readonly unlisted: readonly number[]
  readonly rule: Rule
  readonly ownAnswer: boolean
}

export const figuresOf = ({ categories }: { categories: number }) => categories + 1

/** With one category the number of answers is that category. */
export const isFigure = (system: System, figure: number): boolean => system.categories > 1 || figure % 2 === 0

export const unknownsOf = (given: {
  categories: number
  members: Int32Array | readonly number[]
  category: number
}): Int32Array => {
  const { categories, members, category } = given
  if (category < categories) return Int32Array.from(members, (part) => part * categories + category)
  const all = new Int32Array(members.length * categories)
  members.forEach((part, at) => {
    for (let c = 0; c < categories; c++) all[at * categories + c] = part * categories + c
  })
  return all
}

/** Whether answers may be shown by themselves: enough of them, and not all but a few alike. */
export const whyHidden = (given: {
  counts: readonly number[]
  k: number
  dissenters: number | null
}): Group['why'] => {
  const { counts, k, dissenters } = given
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (n === 0) return 'empty'
  if (n < k) return 'too-few'
  const most = counts.reduce((most, count) => Math.max(most, count), 0)
  if (dissenters !== null && counts.length > 1 && n - most <= dissenters) return 'alike'
  return null
}
