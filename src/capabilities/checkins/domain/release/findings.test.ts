import { describe, expect, it } from 'vitest'
import { computeRelease } from './compute-release.ts'
import { burnout, inputOf, rest, waveNumber, workload } from './release.fixture.ts'

const items = [workload, rest, burnout]
const changes = new Map([
  ['hospital', 0],
  ['north', 0],
  ['south', 0],
])

describe('findings', () => {
  it('name the lowest and the highest item for everyone asked, and the largest change, in that order', () => {
    const first = computeRelease(
      inputOf(
        { north: { workload: [0, 5, 5, 5, 0], rest: [0, 0, 5, 5, 5], burnout: [9, 6, 0, 0, 0] } },
        { items },
      ),
    )
    const second = computeRelease(
      inputOf(
        { north: { workload: [9, 6, 0, 0, 0], rest: [0, 0, 5, 5, 5], burnout: [0, 1, 7, 7, 0] } },
        { items, wave: waveNumber(1), earlier: [first], changes },
      ),
    )
    expect(first.findings).toMatchObject([
      { code: 'lowest-whole', item: 'workload', value: 3, before: null, couldBeChance: false, isClear: true },
      { code: 'highest-whole', item: 'rest', value: 4, before: null, isClear: true },
    ])
    expect(first.findings).toHaveLength(2)
    expect(second.findings).toMatchObject([
      { code: 'lowest-whole', item: 'workload', value: 1.4, before: 3, couldBeChance: false },
      { code: 'highest-whole', item: 'rest', value: 4, before: 4, couldBeChance: true },
      {
        code: 'changed-whole',
        item: 'burnout',
        value: 0.9333,
        before: 0,
        direction: 'worse',
        couldBeChance: false,
      },
    ])
  })

  it('say that a difference could be chance when the intervals overlap', () => {
    const first = computeRelease(inputOf({ north: { workload: [1, 4, 5, 4, 1] } }))
    const later = inputOf(
      { north: { workload: [1, 3, 5, 4, 2] } },
      { wave: waveNumber(1), earlier: [first], changes },
    )
    expect(computeRelease(later).findings).toEqual([
      { code: 'only-whole', item: 'workload', value: 3.2, pooled: false, before: 3, couldBeChance: true },
    ])
  })

  it('call lowest what is worst, where a high answer is a bad one', () => {
    const worse = [workload, rest].map((item) => ({
      ...item,
      report: { kind: 'mean', higherIs: 'worse' } as const,
    }))
    const release = computeRelease(
      inputOf({ north: { workload: [9, 6, 0, 0, 0], rest: [0, 0, 0, 6, 9] } }, { items: worse }),
    )
    expect(release.findings).toMatchObject([
      { code: 'lowest-whole', item: 'rest' },
      { code: 'highest-whole', item: 'workload' },
    ])
  })

  it('name no unit, and say nothing where nothing is shown', () => {
    const answers = { workload: [2, 3, 3, 2, 2], rest: [5, 5, 1, 1, 0] }
    const release = computeRelease(inputOf({ hospital: answers, north: answers, south: answers }, { items }))
    expect(release.findings.length).toBeGreaterThan(0)
    expect(JSON.stringify(release.findings)).not.toMatch(/hospital|north|south/i)
    expect(computeRelease(inputOf({ north: { workload: [1, 1, 1, 0, 0] } }, { items })).findings).toEqual([])
  })
})
