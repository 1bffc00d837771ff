import { describe, expect, it } from 'vitest'
import { meanOf, overlap, shareOf, studentT } from './interval.ts'

/** P(|T| < t) for a whole number of degrees of freedom, in closed form: Abramowitz and Stegun 26.7.3 and 26.7.4. */
const within = ({ t, df }: { t: number; df: number }): number => {
  const angle = Math.atan(t / Math.sqrt(df))
  const cosine = Math.cos(angle)
  let term = df % 2 === 1 ? cosine : 1
  let sum = df === 1 ? 0 : term
  for (let i = df % 2 === 1 ? 3 : 2; i <= df - 2; i += 2) {
    term *= ((i - 1) / i) * cosine ** 2
    sum += term
  }
  return df % 2 === 1 ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}

describe('intervals', () => {
  it('cut off 5 % of the t distribution, for every number of degrees of freedom', () => {
    for (let df = 1; df <= 400; df++) expect(within({ t: studentT(df), df })).toBeCloseTo(0.95, 8)
    expect(studentT(1_000_000)).toBeCloseTo(1.959966, 6)
    expect(() => studentT(0)).toThrow(RangeError)
  })

  it('agree with the printed t table', () => {
    const printed = { 1: 12.706, 2: 4.303, 4: 2.776, 7: 2.365, 10: 2.228, 30: 2.042, 40: 2.021, 120: 1.98 }
    for (const [df, t] of Object.entries(printed)) expect(studentT(Number(df))).toBeCloseTo(t, 3)
  })

  it('of a mean agree with SciPy and never leave the scale', () => {
    const found = meanOf({ counts: [1, 2, 6, 7, 3], values: [1, 2, 3, 4, 5] })
    expect(found.value).toBeCloseTo(3.473684210526316, 12)
    expect(found.low).toBeCloseTo(2.9563535783949897, 8)
    expect(found.high).toBeCloseTo(3.991014842657642, 8)
    const high = meanOf({ counts: [0, 0, 0, 1, 7], values: [1, 2, 3, 4, 5] })
    expect(high.high).toBe(5)
    const low = meanOf({ counts: [7, 1], values: [-2, 2] })
    expect(low.low).toBe(-2)
  })

  it('of a share are Wilson’s', () => {
    expect(shareOf({ part: 0, n: 6 }).high).toBeCloseTo(0.3903342879022, 12)
    expect(shareOf({ part: 0, n: 6 }).low).toBeCloseTo(0, 12)
    const found = shareOf({ part: 7, n: 19 })
    expect([found.low, found.high]).toEqual([
      expect.closeTo(0.191495127451351, 12),
      expect.closeTo(0.589604668351969, 12),
    ])
    expect(shareOf({ part: 9, n: 9 }).high).toBeLessThanOrEqual(1)
    expect(() => shareOf({ part: 0, n: 0 })).toThrow(RangeError)
  })

  it('overlap when they share a value', () => {
    expect(overlap({ low: 1, high: 2 }, { low: 2, high: 3 })).toBe(true)
    expect(overlap({ low: 1, high: 2 }, { low: 2.1, high: 3 })).toBe(false)
    expect(overlap({ low: 2.1, high: 3 }, { low: 1, high: 2 })).toBe(false)
    expect(overlap({ low: 1, high: 4 }, { low: 2, high: 3 })).toBe(true)
  })
})
