import type { ReleaseDocument } from './release/document.ts'
import type { ReportingPlan } from './reporting-groups.ts'

/** Shares of people who might answer, for a forecast where nothing is known yet. */
export const GUESSED_RESPONSES = [0.4, 0.6, 0.8] as const

/**
 * The probability that at least `k` of `size` people answer when each does so with probability `response`,
 * independently: one minus the exact lower tail of the binomial distribution. Between 0 and 1, to about 1e-12.
 */
export const chanceOfResult = (given: { size: number; response: number; k: number }): number => {
  const { size, response, k } = given
  if (!(response >= 0 && response <= 1)) throw new RangeError('a response lies between 0 and 1')
  if (k <= 0) return 1
  if (size < k || response === 0) return 0
  if (response === 1) return 1
  const odds = Math.log(response / (1 - response))
  let term = size * Math.log1p(-response)
  let fewer = Math.exp(term)
  for (let answers = 1; answers < k; answers++) {
    term += Math.log((size - answers + 1) / answers) + odds
    fewer += Math.exp(term)
  }
  return Math.min(1, Math.max(0, 1 - fewer))
}

export type Forecast = {
  readonly unit: string
  readonly people: number
  readonly chances: readonly { readonly response: number; readonly chance: number }[]
}

/**
 * How likely each planned result is, in the order of the tree: at the `response` seen so far (0 to 1), or where
 * it is null at 40, 60 and 80 %. An upper limit: a unit with enough answers may still be hidden because they
 * are all alike, or to protect a smaller one.
 */
export const forecast = (given: { plan: ReportingPlan; k: number; response: number | null }): Forecast[] => {
  const { plan, k, response } = given
  const responses = response === null ? GUESSED_RESPONSES : [response]
  return plan.nodes
    .filter(({ reported }) => reported !== 'with')
    .map(({ unit, people }) => ({
      unit,
      people,
      chances: responses.map((response) => ({
        response,
        chance: chanceOfResult({ size: people, response, k }),
      })),
    }))
}

/**
 * The response to go by: the mean participation of the last four releases that tell one, between 0 and 1; null
 * where none does. Participation is published in tens, so this is no finer.
 */
export const responseSoFar = (earlier: readonly ReleaseDocument[]): number | null => {
  const known = earlier
    .toSorted((a, b) => (a.wave.closesOn < b.wave.closesOn ? 1 : -1))
    .flatMap(({ participation }) => participation ?? [])
    .slice(0, 4)
  return known.length === 0 ? null : known.reduce((sum, percent) => sum + percent, 0) / known.length / 100
}
