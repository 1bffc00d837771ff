import { answersTwice } from '../domain/questions.ts'
import type { Questions } from '../domain/wave.ts'

/** How often each option of each item was chosen in each group: all that is left of the answers. */
export type Tally = {
  ballots: number
  /** Ballots that could not be opened or do not fit the questions; they count nowhere. */
  unreadable: number
  /** By group, then item, then option in the order of the questions. */
  counts: Map<string, number[][]>
}

export const emptyTally = (): Tally => ({ ballots: 0, unreadable: 0, counts: new Map() })

/**
 * Counts one person's answers. Answers to unknown items, outside the options, or to an item and its counterpart make the
 * whole ballot unreadable.
 */
export const countAnswers = (
  tally: Tally,
  given: { group: string; questions: Questions; answers: Readonly<Record<string, unknown>> },
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
    chosen.push([item, option])
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
  for (const [item, option] of chosen) {
    const row = counts[item]
    if (row) row[option] = (row[option] ?? 0) + 1
  }
}

export const addTallies = (into: Tally, from: Tally): void => {
  into.ballots += from.ballots
  into.unreadable += from.unreadable
  for (const [group, rows] of from.counts) {
    const mine = into.counts.get(group)
    if (!mine) into.counts.set(group, rows)
    else
      rows.forEach((row, item) => {
        const sum = mine[item]
        row.forEach((count, option) => {
          if (sum) sum[option] = (sum[option] ?? 0) + count
        })
      })
  }
}
