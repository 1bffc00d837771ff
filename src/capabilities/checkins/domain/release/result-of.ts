import type { AskedQuestion, Shown } from './document.ts'
import { meanOf, shareOf } from './interval.ts'

/** A value of one wave alone, before it is compared with others. */
export type Single = Omit<Shown, 'before'>

/** What is said of a group that is shown: how many answered, how, and the mean or share with its interval. */
export const resultOf = ({ item, counts }: { item: AskedQuestion; counts: readonly number[] }): Single => {
  const { report } = item
  const n = counts.reduce((sum, count) => sum + count, 0)
  const values = item.options.map(({ value }) => value)
  const found =
    report.kind === 'mean'
      ? meanOf({ counts, values })
      : shareOf({
          n,
          part: counts.reduce(
            (sum, c, i) => sum + (report.values.includes(values[i] ?? Number.NaN) ? c : 0),
            0,
          ),
        })
  return { shown: true, n, counts, value: round(found.value), low: round(found.low), high: round(found.high) }
}

/** Four decimals: more than a page shows, few enough to keep documents small. */
export const round = (value: number): number => Math.round(value * 10_000) / 10_000
