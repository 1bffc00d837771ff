import { describe, expect, it } from 'vitest'
import { planReportingGroups } from '../reporting-groups.ts'
import { computeRelease } from './compute-release.ts'
import type { ReleaseDocument } from './document.ts'
import { inputOf, waveNumber, workload } from './release.fixture.ts'
import { LONGEST_TREND } from './trend.ts'

type Wave = { counts: number[]; changed?: number }

/** Releases of wave after wave; `counts`: what the north ward answered. */
const waves = (given: Wave[]): ReleaseDocument[] => {
  const releases: ReleaseDocument[] = []
  for (const [number, { counts, changed = 0 }] of given.entries()) {
    const changes = new Map([
      ['hospital', changed],
      ['north', changed],
      ['south', changed],
    ])
    const input = inputOf(
      { north: { workload: counts } },
      { wave: waveNumber(number), earlier: releases.toReversed(), changes },
    )
    releases.push(computeRelease(input))
  }
  return releases
}
const trendOfNorth = (releases: ReleaseDocument[]) => {
  const cell = releases.at(-1)?.items[0]?.cells[1]
  return { cell, trend: cell?.trend ?? [] }
}
const mid = [0, 5, 5, 5, 0]
const low = [5, 5, 5, 0, 0]
const high = [0, 0, 5, 5, 5]
const few = [1, 1, 1, 0, 0]

describe('the trend', () => {
  it('shows each wave by itself where nobody, or at least the minimum, came or went', () => {
    const releases = waves([{ counts: mid }, { counts: low, changed: 0 }, { counts: high, changed: 8 }])
    const { cell, trend } = trendOfNorth(releases)
    expect(trend).toMatchObject([{ value: 3 }, { value: 2 }, { value: 4 }])
    for (const point of trend) expect(point).not.toHaveProperty('pooled')
    expect(cell).toMatchObject({ value: 4, before: { value: 2, couldBeChance: false } })
    expect(releases[2]?.waves.map(({ id }) => id)).toEqual(['wave-0', 'wave-1', 'wave-2'])
  })

  it('shows the mean over four waves where one to seven people came or went, and says why', () => {
    for (const changed of [1, 7]) {
      const given = [low, low, mid, high].map((counts): Wave => ({ counts }))
      const { cell, trend } = trendOfNorth(waves([...given, { counts: high, changed }]))
      expect(trend.at(-1)).toMatchObject({
        value: 3.25,
        pooled: { reason: 'small-change', waves: 4 },
        n: 15,
      })
      expect(cell).toMatchObject({ value: 4, before: { value: 4 } })
    }
  })

  it('takes a change that nobody counted for a small one', () => {
    const [first] = waves([{ counts: low }])
    const input = inputOf(
      { north: { workload: high } },
      { wave: waveNumber(1), earlier: first ? [first] : [] },
    )
    expect(computeRelease(input).items[0]?.cells[1]?.trend.at(-1)).toMatchObject({
      value: 3,
      pooled: { waves: 2 },
    })
  })

  it('leaves a gap where a wave showed nothing, and no mean reaches across it', () => {
    const { trend, cell } = trendOfNorth(
      waves([{ counts: low }, { counts: few }, { counts: mid }, { counts: high, changed: 1 }]),
    )
    expect(trend).toMatchObject([{ value: 2 }, null, { value: 3 }, { value: 3.5, pooled: { waves: 2 } }])
    expect(cell).toMatchObject({ before: { value: 3, couldBeChance: true } })
    const afterGap = trendOfNorth(waves([{ counts: low }, { counts: few }, { counts: mid, changed: 1 }]))
    expect(afterGap.trend.at(-1)).toEqual({
      n: 15,
      value: 3,
      low: expect.any(Number),
      high: expect.any(Number),
    })
    expect(afterGap.cell).toMatchObject({ before: null })
  })

  it('leaves a gap where a module was not asked, and means what was asked, since nobody knows who came between', () => {
    const [first] = waves([{ counts: low, changed: 20 }])
    if (!first) throw new Error('no release')
    const other = { ...workload, id: 'another' }
    const second = computeRelease(
      inputOf({ north: { another: mid } }, { wave: waveNumber(1), items: [other], earlier: [first] }),
    )
    const third = computeRelease(
      inputOf(
        { north: { workload: high } },
        { wave: waveNumber(2), earlier: [first, second], changes: new Map([['north', 20]]) },
      ),
    )
    expect(third.items[0]?.cells[1]).toMatchObject({
      value: 4,
      before: null,
      trend: [{ value: 2 }, null, { value: 3, pooled: { waves: 2 } }],
    })
  })

  it('compares nobody above a group that was left out, then or later; who is beneath or beside goes on', () => {
    const [first] = waves([{ counts: low }])
    if (!first) throw new Error('no release')
    const changes = new Map(['hospital', 'north', 'south'].map((unit) => [unit, 1]))
    const torn = computeRelease(
      inputOf(
        { north: { workload: high } },
        { wave: waveNumber(1), earlier: [first], changes, leftOut: ['south'] },
      ),
    )
    const [whole, north] = torn.items[0]?.cells ?? []
    expect(whole).toMatchObject({ shown: true, before: null, trend: [{ value: 2 }, null] })
    expect(north).toMatchObject({ before: { value: 2 }, trend: [{ value: 2 }, { pooled: { waves: 2 } }] })
    expect([torn.participation, torn.findings]).toEqual([null, []])
    const next = computeRelease(
      inputOf({ north: { workload: mid } }, { wave: waveNumber(2), earlier: [first, torn], changes }),
    )
    const [again] = next.items[0]?.cells ?? []
    expect(again).toMatchObject({ before: null, trend: [{ value: 2 }, null, { value: 3 }] })
    expect(again?.trend.at(-1)).not.toHaveProperty('pooled')
  })

  it('ends in a gap where this wave shows nothing', () => {
    const { trend, cell } = trendOfNorth(waves([{ counts: low }, { counts: few, changed: 1 }]))
    expect(trend).toMatchObject([{ value: 2 }, null])
    expect(cell?.shown).toBe(false)
  })

  it('repeats what was shown then, and reckons no past anew', () => {
    const releases = waves([{ counts: low }, { counts: high, changed: 1 }, { counts: mid, changed: 0 }])
    const { trend } = trendOfNorth(releases)
    expect(trend[1]).toEqual(releases[1]?.items[0]?.cells[1]?.trend.at(-1))
    expect(trend[1]).toMatchObject({ value: 3, pooled: { reason: 'small-change' } })
  })

  it('leaves aside a wave that asked only a part of the house', () => {
    const ward = planReportingGroups({
      units: [{ id: 'north', parent: 'hospital', name: 'North', position: 0 }],
      eligible: Array.from({ length: 20 }, (_, i) => ({ member: `north-${i}`, unit: 'north' })),
      k: 8,
    })
    if (!ward.ok) throw new Error(ward.refusal.code)
    const answers = { north: { workload: low } }
    const part = computeRelease(inputOf(answers, { plan: ward.value, eligible: 20, ballots: 15 }))
    expect(part.items[0]?.cells[0]).toMatchObject({ unit: 'north', shown: true })
    const whole = computeRelease(inputOf(answers, { wave: waveNumber(1), earlier: [part] }))
    expect(whole.items[0]?.cells[1]).toMatchObject({ unit: 'north', before: null, trend: [{ value: 2 }] })
  })

  it('joins only the same instrument and the same answers', () => {
    const earlier = waves([{ counts: low }])
    const answers = { north: { workload: high } }
    const another = { ...waveNumber(1), instrument: { id: 'quarterly', version: '1' } }
    expect(computeRelease(inputOf(answers, { wave: another, earlier })).waves).toHaveLength(1)
    const options = [...workload.options.slice(0, 4), { value: 6, label: 'entirely' }]
    const changed = inputOf(answers, { wave: waveNumber(1), earlier, items: [{ ...workload, options }] })
    expect(computeRelease(changed).items[0]?.cells[1]?.trend[0]).toEqual(null)
  })

  it('reaches over twelve waves at most', () => {
    const releases = waves(Array.from({ length: LONGEST_TREND + 3 }, () => ({ counts: mid })))
    expect(releases.at(-1)?.waves).toHaveLength(LONGEST_TREND)
    expect(trendOfNorth(releases).trend).toHaveLength(LONGEST_TREND)
  })

  it('stops at a document that it cannot read and at a wave that is released already', () => {
    const earlier = waves([{ counts: low }])
    expect(() => computeRelease(inputOf({}, { earlier }))).toThrow(RangeError)
    const later = JSON.parse(JSON.stringify(earlier).replace('"format":1', '"format":3'))
    expect(() => computeRelease(inputOf({}, { wave: waveNumber(1), earlier: later }))).toThrow(RangeError)
  })
})
