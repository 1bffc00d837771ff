import type { BenchRow } from './bench-rows.ts'
import { answerScale } from './scale.ts'
import type { TrendPoint } from './trend.ts'

/** A small release, for tests. */
export const scale = answerScale({ min: 1, max: 5, lowEnd: 'Strongly disagree', highEnd: 'Strongly agree' })
export const rows: BenchRow[] = [
  {
    shown: true,
    name: 'Whole hospital',
    depth: 0,
    whole: true,
    n: 214,
    value: 2.8,
    low: 2.6,
    high: 3,
    before: 2.6,
  },
  {
    shown: true,
    name: 'Surgery',
    depth: 1,
    yours: true,
    n: 18,
    value: 3.2,
    low: 2.7,
    high: 3.7,
    before: 2.6,
  },
  { shown: false, name: 'Pharmacy', depth: 2 },
]
export const points: TrendPoint[] = [
  { name: 'June 2026', short: 'June' },
  { name: 'July 2026', short: 'July', figure: { value: 2.7, waves: 1, n: 210, low: 2.5, high: 2.9 } },
  { name: 'August 2026', short: 'Aug' },
  { name: 'September 2026', short: 'Sept', figure: { value: 2.9, waves: 2 } },
]
