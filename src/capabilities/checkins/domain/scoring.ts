import type { Instrument, Item, Scale } from './instrument.ts'
import { optionSetOf } from './instrument.ts'
import type { Answers } from './instrument-answers.ts'

export type ScaleScore = {
  /** Unrounded, after the transform; null when the missing rule allows no score. */
  readonly value: number | null
  readonly answered: number
  readonly reason?: 'too-few-answers'
  /** False when a rule that was used is only recalled: such a score is never shown to anyone. */
  readonly isVerified: boolean
}

/** The answer turned round within the range of its options: lowest becomes highest. */
export function reversed(instrument: Instrument, item: Item, value: number): number {
  const values = optionSetOf(instrument, item).options.map((option) => option.value)
  return Math.min(...values) + Math.max(...values) - value
}

function answerOf(instrument: Instrument, item: Item, answers: Answers): number | null {
  const value = Object.hasOwn(answers, item.id) ? (answers[item.id] ?? null) : null
  if (value === null) return null
  if (!optionSetOf(instrument, item).options.some((option) => option.value === value))
    throw new RangeError(
      `${instrument.id}: ${value} is not an option of ${item.id}; read answers before scoring`,
    )
  return value
}

function points(instrument: Instrument, scale: Scale, item: Item, value: number): number {
  if (scale.scoring !== 'count') return item.reverse ? reversed(instrument, item, value) : value
  const group = scale.counted?.find((candidate) => candidate.items.includes(item.id))
  return group?.values.includes(value) ? 1 : 0
}

function suffices({ missing, items }: Scale, answered: number): boolean {
  if (missing.rule === 'complete') return answered === items.length
  if (missing.rule === 'at-least') return answered >= missing.items
  return items.length - answered <= missing.missing
}

function scoreScale(instrument: Instrument, scale: Scale, answers: Answers): ScaleScore {
  const given = scale.items.flatMap((id) => {
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) throw new Error(`${instrument.id}: scale ${scale.id} names no item ${id}`)
    const value = answerOf(instrument, item, answers)
    return value === null ? [] : [points(instrument, scale, item, value)]
  })
  const answered = given.length
  const isComplete = answered === scale.items.length
  const isVerified = scale.evidence.verified && (isComplete || scale.missing.evidence.verified)
  if (!suffices(scale, answered)) return { value: null, answered, reason: 'too-few-answers', isVerified }
  const sum = given.reduce((total, value) => total + value, 0)
  const raw =
    scale.scoring === 'mean' ? sum / answered : isComplete ? sum : (sum / answered) * scale.items.length
  return { value: raw * scale.multiply, answered, isVerified }
}

/**
 * Scores every scale of the instrument. What was not answered is never counted as zero: it is left out, prorated or
 * makes the score null, as the scale's missing rule says. Answers must have passed `readAnswers`; others throw.
 */
export function score(input: {
  instrument: Instrument
  answers: Answers
}): Readonly<Record<string, ScaleScore>> {
  const { instrument, answers } = input
  return Object.fromEntries(
    instrument.scales.map((scale) => [scale.id, scoreScale(instrument, scale, answers)]),
  )
}
