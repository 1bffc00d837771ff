import type { Instrument } from '../instrument.ts'
import { askedItems } from '../instrument-asking.ts'
import type { HistoryEntry } from './entry.ts'

/** Which option was chosen, from the first: a week a row, the newest first. Null was skipped. */
const chosen: readonly (readonly (number | null)[])[] = [
  [1, 3, 1],
  [2, 3, 1],
  [1, 4, 2],
  [2, null, 2],
  [3, 3, 2],
  [2, 3, 3],
]

/** Six weeks that somebody might have answered, for a demo to show what a history looks like. */
export const madeUpWeeks = (given: {
  instrument: Instrument
  locale: string
  /** The day by her device (ISO). */
  today: string
  sayTitle: (on: string) => string
}): HistoryEntry[] => {
  const items = askedItems(given.instrument, given.locale)
  const today = Date.parse(`${given.today}T12:00:00Z`)
  return chosen.map((week, ago) => {
    const on = new Date(today - (ago + 1) * 7 * 86_400_000).toISOString().slice(0, 10)
    return {
      format: 1,
      kind: 'check-in',
      title: given.sayTitle(on),
      on,
      answers: items.map(({ text, options }, at) => {
        const option = week[at % week.length]
        return { question: text, answer: options[option ?? -1]?.text ?? null }
      }),
    }
  })
}
