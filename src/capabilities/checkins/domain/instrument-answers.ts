import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Instrument } from './instrument.ts'
import { optionSetOf } from './instrument.ts'
import { awaitsText } from './instrument-asking.ts'

/** Option values by item id. null and absent both mean: not answered. */
export type Answers = Readonly<Record<string, number | null>>

export type AnswersRefusal =
  | { code: 'answers-not-an-object' }
  | { code: 'unknown-item'; item: string }
  | { code: 'item-not-asked'; item: string }
  | { code: 'answer-not-a-number'; item: string }
  | { code: 'answer-outside-options'; item: string }

/** What a refusal may repeat of a stranger's input. */
const quoted = (id: string) => id.slice(0, 40)

/**
 * Reads what came out of an opened ballot. Accepts only items that this instrument asks and values among their
 * options; any one fault refuses the whole, so half a ballot is never counted.
 */
export function readAnswers(input: {
  instrument: Instrument
  answers: unknown
}): Result<Answers, AnswersRefusal> {
  const { instrument, answers } = input
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers))
    return refuse({ code: 'answers-not-an-object' })
  const read: Record<string, number | null> = {}
  for (const [id, value] of Object.entries(answers as Record<string, unknown>)) {
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) return refuse({ code: 'unknown-item', item: quoted(id) })
    if (awaitsText(instrument, item)) return refuse({ code: 'item-not-asked', item: id })
    if (value !== null && typeof value !== 'number') return refuse({ code: 'answer-not-a-number', item: id })
    if (value !== null && !optionSetOf(instrument, item).options.some((option) => option.value === value))
      return refuse({ code: 'answer-outside-options', item: id })
    read[id] = value
  }
  return accept(read)
}
