import type { Instrument } from '../instrument.ts'
import type { Answers } from '../instrument-answers.ts'
import { score } from '../scoring.ts'

/**
 * Whether the page shows the way to support now. An answer that asks for it does so at once, before anything is scored;
 * a score once it can be made. Nobody else is told either way.
 */
export const needsSupport = (given: { instrument: Instrument; answers: Answers }): boolean => {
  const { instrument, answers } = given
  const rules = instrument.alone?.support ?? []
  if (rules.length === 0) return false
  const scores = score(given)
  return rules.some((rule) => {
    if (rule.when === 'answer') return rule.values.includes(answers[rule.item] ?? Number.NaN)
    const value = scores[rule.scale]?.value ?? null
    if (value === null) return false
    return rule.when === 'score' ? value >= rule.from : value <= rule.upTo
  })
}
