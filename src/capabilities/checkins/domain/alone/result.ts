import type { HistoryEntry } from '../history/entry.ts'
import type { Instrument, Scale } from '../instrument.ts'
import type { Answers } from '../instrument-answers.ts'
import { askedItems } from '../instrument-asking.ts'
import { score } from '../scoring.ts'
import { bandOf } from '../scoring-bands.ts'

/** One scale of what she filled in, as far as its rules were read in a source. */
export type ShownScore = {
  readonly scale: Scale
  readonly value: number
  readonly band: string | null
}

/** The scores that may be shown: made of enough answers, by rules that somebody has read. */
export const shownScores = (given: { instrument: Instrument; answers: Answers }): ShownScore[] => {
  const scores = score(given)
  return given.instrument.scales.flatMap((scale) => {
    const made = scores[scale.id]
    if (!made?.isVerified || made.value === null) return []
    return [{ scale, value: made.value, band: bandOf(scale, made.value) }]
  })
}

/** What is kept of it, where she keeps a history. */
export const entryAlone = (given: {
  instrument: Instrument
  answers: Answers
  locale: string
  on: string
}): HistoryEntry => {
  const { instrument, answers, locale } = given
  return {
    format: 1,
    kind: 'alone',
    title: instrument.title[locale] ?? Object.values(instrument.title)[0] ?? instrument.id,
    on: given.on,
    answers: askedItems(instrument, locale).map(({ id, text, options }) => ({
      question: text,
      answer: options.find(({ value }) => value === answers[id])?.text ?? null,
    })),
    instrument: { id: instrument.id, version: instrument.version },
    scores: Object.fromEntries(shownScores(given).map(({ scale, value }) => [scale.id, value])),
  }
}
