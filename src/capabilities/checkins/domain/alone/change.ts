import type { Spread } from '../instrument.ts'

/** Two scores of one person, and what may be said of the difference. Never that it is good or bad. */
export type ChangeShown =
  /** Nothing is known well enough to weigh the difference: the two values are all that is shown. */
  | { readonly kind: 'values' }
  /** `needed` is the smallest difference that is more than the questionnaire varies by itself, 19 times in 20. */
  | { readonly kind: 'within' | 'beyond'; readonly needed: number }

/**
 * Weighs a change against the spread of its scale: reliable change after Jacobson and Truax (1991), 1.96 times
 * sd·√(2(1 − r)). What was only recalled, or nobody has measured, weighs nothing.
 */
export const weighChange = (given: {
  before: number
  after: number
  spread: Spread | undefined
}): ChangeShown => {
  const { before, after, spread } = given
  if (!spread?.evidence.verified) return { kind: 'values' }
  const needed = 1.96 * spread.sd * Math.sqrt(2 * (1 - spread.reliability))
  return { kind: Math.abs(after - before) > needed ? 'beyond' : 'within', needed }
}

/** How far one score may lie from the true one, 19 times in 20: 1.96 times sd·√(1 − r); undefined where nobody knows. */
export const marginOf = (spread: Spread | undefined): number | undefined =>
  spread?.evidence.verified ? 1.96 * spread.sd * Math.sqrt(1 - spread.reliability) : undefined
