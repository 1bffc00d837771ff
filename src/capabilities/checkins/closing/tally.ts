import { answersTwice } from '../domain/questions.ts'
import { findBlock } from '../domain/tables/blocks.ts'
import type { Questions } from '../domain/wave.ts'

/** How often each option of each item was chosen in each group: all that is left of the answers. */
export type Tally = {
  ballots: number
  /** Ballots that could not be opened or do not fit the questions; they count nowhere. */
  unreadable: number
  /** By group, then item, then option in the order of the questions. */
  counts: Map<string, number[][]>
  /** Of further tables: by table, then category, then option. A skipped block counts in none. */
  further: Map<string, Map<string, number[]>>
  /** By table and then group or category: ballots with a valid ticket of it, whatever they say. The teams have no name. */
  came: Map<string, Map<string, number>>
  /** By group: ballots that were counted. */
  counted: Map<string, number>
  /** By group: ballots that somebody typed in from a sheet for another person. */
  keyedIn: Map<string, number>
}

export const emptyTally = (): Tally => ({
  ballots: 0,
  unreadable: 0,
  counts: new Map(),
  further: new Map(),
  came: new Map(),
  counted: new Map(),
  keyedIn: new Map(),
})

/** The table of the teams, in `came`. */
export const ofTeams = ''

export const countComing = (
  tally: Tally,
  of: { table?: string | undefined; group: string; more?: number },
): void => {
  const { table = ofTeams, group, more = 1 } = of
  const groups = tally.came.get(table) ?? new Map<string, number>()
  tally.came.set(table, groups.set(group, (groups.get(group) ?? 0) + more))
}

/**
 * Counts one person's answers. What `apart` names is counted from ballots of its own. Answers to unknown items, outside the options, or to an item and its counterpart make the
 * whole ballot unreadable.
 */
export const countAnswers = (
  tally: Tally,
  given: {
    group: string
    questions: Questions
    answers: Readonly<Record<string, unknown>>
    apart?: ReadonlySet<string>
    isKeyedIn?: boolean
  },
): void => {
  const { items } = given.questions
  const chosen: [item: number, option: number][] = []
  for (const [id, value] of Object.entries(given.answers)) {
    const item = items.findIndex((one) => one.id === id)
    const option = items[item]?.options.findIndex((one) => one.value === value) ?? -1
    if (option < 0) {
      tally.unreadable++
      return
    }
    if (!given.apart?.has(id)) chosen.push([item, option])
  }
  if (answersTwice(given.questions, new Set(Object.keys(given.answers)))) {
    tally.unreadable++
    return
  }
  let counts = tally.counts.get(given.group)
  if (!counts) {
    counts = items.map((item) => item.options.map(() => 0))
    tally.counts.set(given.group, counts)
  }
  tally.ballots++
  tally.counted.set(given.group, (tally.counted.get(given.group) ?? 0) + 1)
  if (given.isKeyedIn) tally.keyedIn.set(given.group, (tally.keyedIn.get(given.group) ?? 0) + 1)
  for (const [item, option] of chosen) {
    const row = counts[item]
    if (row) row[option] = (row[option] ?? 0) + 1
  }
}

/** Counts one ballot of a further table: only for its own block, and only with a value that was offered. */
export const countBlock = (
  tally: Tally,
  given: {
    table: string
    block: string
    category: string
    questions: Questions
    answer: { readonly block: string; readonly value: number | null }
  },
): void => {
  const { table, category, answer } = given
  const block = findBlock(given.questions, given.block)
  const option = block?.values.indexOf(answer.value ?? Number.NaN) ?? -1
  if (!block || answer.block !== block.id || (answer.value !== null && option < 0)) {
    tally.unreadable++
    return
  }
  const rows = tally.further.get(table) ?? new Map<string, number[]>()
  const row = rows.get(category) ?? block.values.map(() => 0)
  if (option >= 0) row[option] = (row[option] ?? 0) + 1
  tally.further.set(table, rows.set(category, row))
}

export const addTallies = (into: Tally, from: Tally): void => {
  into.ballots += from.ballots
  into.unreadable += from.unreadable
  for (const [table, groups] of from.came)
    for (const [group, more] of groups) countComing(into, { table, group, more })
  for (const [group, some] of from.counted) into.counted.set(group, (into.counted.get(group) ?? 0) + some)
  for (const [group, some] of from.keyedIn) into.keyedIn.set(group, (into.keyedIn.get(group) ?? 0) + some)
  for (const [group, rows] of from.counts) {
    const mine = into.counts.get(group)
    if (!mine) into.counts.set(group, rows)
    else for (const [item, row] of rows.entries()) addRow(mine[item], row)
  }
  for (const [table, rows] of from.further) {
    const mine = into.further.get(table) ?? new Map<string, number[]>()
    into.further.set(table, mine)
    for (const [category, row] of rows) {
      const sum = mine.get(category)
      if (sum) addRow(sum, row)
      else mine.set(category, row)
    }
  }
}

const addRow = (sum: number[] | undefined, row: readonly number[]): void => {
  row.forEach((count, option) => {
    if (sum) sum[option] = (sum[option] ?? 0) + count
  })
}
