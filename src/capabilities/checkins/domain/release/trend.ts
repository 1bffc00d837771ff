import type { Cell, Shown, TrendPoint } from './document.ts'
import { overlap } from './interval.ts'
import { round, type Single } from './result-of.ts'

/** A trend shows this many waves at most, the current one included; a pooled point reaches over four. */
export const LONGEST_TREND = 12
export const POOLED_WAVES = 4

/**
 * The trend of one cell: what each earlier wave showed then, and this wave's own point. Where fewer than `k`
 * people came or went since the wave before, but somebody did, that point is the mean over up to four waves, so
 * that a jump beside a single departure is not put before everybody's eyes. A `change` that is not known
 * (undefined) counts as small, and what came or went is known since the wave before only: where this was not asked
 * in it, it counts as unknown. Waves that did not ask are passed over, one that showed nothing ends the reach.
 *
 * The interval of such a mean is the mean of the intervals: wide enough even if the same people answered alike
 * each time. It guards against over-reading, not against arithmetic: the single values stay in the releases.
 */
export const trendOf = (given: {
  past: readonly (Cell | undefined)[]
  now: Single | null
  change: number | undefined
  k: number
}): TrendPoint[] => {
  const { past, now, change, k } = given
  const points = past.map((cell): TrendPoint => cell?.trend.at(-1) ?? null)
  if (!now) return [...points, null]
  const { n, value, low, high } = now
  const reach: { value: number; low: number; high: number }[] = [now]
  const asked = past.filter((cell) => cell !== undefined)
  for (const cell of asked.toReversed()) {
    // One that was shown and compared with nothing was not whole.
    if (!cell.shown || !cell.trend.at(-1) || reach.length === POOLED_WAVES) break
    reach.push(cell)
  }
  const isKnown = change !== undefined && (past.length === 0 || past.at(-1) !== undefined)
  const isSmall = !isKnown || (change > 0 && change < k)
  if (!isSmall || reach.length === 1) return [...points, { n, value, low, high }]
  const mean = (of: (wave: { value: number; low: number; high: number }) => number) =>
    round(reach.reduce((sum, wave) => sum + of(wave), 0) / reach.length)
  return [
    ...points,
    {
      n,
      value: mean((wave) => wave.value),
      low: mean((wave) => wave.low),
      high: mean((wave) => wave.high),
      pooled: { reason: 'small-change', waves: reach.length },
    },
  ]
}

/** Compares the last point of a trend with the one before it; null when either shows nothing. */
export const comparisonIn = (trend: readonly TrendPoint[]): Shown['before'] => {
  const now = trend.at(-1)
  const before = trend.at(-2)
  if (!now || !before) return null
  return { value: before.value, couldBeChance: overlap(now, before) }
}
