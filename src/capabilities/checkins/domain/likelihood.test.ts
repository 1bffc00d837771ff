import { describe, expect, it } from 'vitest'
import { chanceOfResult, forecast, responseSoFar } from './likelihood.ts'
import { computeRelease } from './release/compute-release.ts'
import { hospital, inputOf, waveNumber } from './release/release.fixture.ts'

describe('the likelihood of a result', () => {
  it('is the exact binomial tail', () => {
    expect(chanceOfResult({ size: 10, response: 0.6, k: 8 })).toBeCloseTo(0.16728975359999992, 12)
    expect(chanceOfResult({ size: 10, response: 0.6, k: 5 })).toBeCloseTo(0.8337613824, 12)
    expect(chanceOfResult({ size: 23, response: 0.8, k: 20 })).toBeCloseTo(0.2965314109848812, 12)
    expect(chanceOfResult({ size: 5000, response: 0.001, k: 8 })).toBeCloseTo(0.13326715604774605, 11)
    expect(chanceOfResult({ size: 8, response: 0.5, k: 8 })).toBeCloseTo(1 / 256, 14)
  })

  it('is nothing in a group below the minimum, and certain where everybody answers', () => {
    expect(chanceOfResult({ size: 7, response: 1, k: 8 })).toBe(0)
    expect(chanceOfResult({ size: 8, response: 1, k: 8 })).toBe(1)
    expect(chanceOfResult({ size: 100, response: 0, k: 8 })).toBe(0)
    expect(() => chanceOfResult({ size: 8, response: 1.1, k: 8 })).toThrow(RangeError)
  })

  it('is told for each planned result at the response seen so far, or at three guesses', () => {
    const plan = hospital()
    expect(
      forecast({ plan, k: 8, response: null }).map(({ unit, people, chances }) => [
        unit,
        people,
        chances.length,
      ]),
    ).toEqual([
      ['hospital', 55, 3],
      ['north', 20, 3],
      ['south', 15, 3],
    ])
    const [, north] = forecast({ plan, k: 8, response: 0.5 })
    expect(north?.chances).toEqual([
      { response: 0.5, chance: chanceOfResult({ size: 20, response: 0.5, k: 8 }) },
    ])
  })

  it('goes by the last four waves that told their participation', () => {
    const waves = [55, 5, 11, 22, 33, 44].map((ballots, i) =>
      computeRelease(inputOf({}, { ballots, wave: waveNumber(i) })),
    )
    expect(responseSoFar(waves)).toBeCloseTo((0.2 + 0.4 + 0.6 + 0.8) / 4, 12)
    expect(responseSoFar(waves.slice(0, 2))).toBeCloseTo(0.9, 12)
    expect(responseSoFar(waves.slice(1, 2))).toBeNull()
    expect(responseSoFar([])).toBeNull()
  })
})
