import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadInstruments } from '../content/load-instruments.server.ts'
import type { Instrument, Scale } from './instrument.ts'
import { optionSetOf } from './instrument.ts'
import type { Answers } from './instrument-answers.ts'
import { specimen } from './instrument-specimen.fixture.ts'
import { reversed, score } from './scoring.ts'
import { bandOf } from './scoring-bands.ts'

type GoldenCase = {
  id: string
  instrument: string
  raw: (number | null)[] | Record<string, number | null>
  expected: number | Record<string, number | null>
}

const golden = JSON.parse(readFileSync('tests/fixtures/golden/scoring_vectors.json', 'utf8')) as {
  cases: GoldenCase[]
}
const instruments = await loadInstruments({ folder: 'content/instruments' })
const named = (id: string): Instrument => {
  const instrument = instruments.get(id)
  if (instrument === undefined) throw new Error(`no instrument ${id}`)
  return instrument
}
const scaleOf = (instrument: Instrument, id: string): Scale => {
  const scale = instrument.scales.find((candidate) => candidate.id === id)
  if (scale === undefined) throw new Error(`no scale ${id}`)
  return scale
}
const answersOf = (raw: GoldenCase['raw']): Answers =>
  Array.isArray(raw) ? Object.fromEntries(raw.map((value, at) => [String(at + 1), value])) : raw

const straightLine = (instrument: Instrument, at: number): Answers =>
  Object.fromEntries(
    instrument.items.map((item) => [item.id, optionSetOf(instrument, item).options.at(at)?.value ?? null]),
  )

/** The lowest and highest score that any answers can give. */
function extremes(instrument: Instrument, scale: Scale) {
  const each = scale.items.map((id) => {
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) throw new Error(`no item ${id}`)
    return optionSetOf(instrument, item).options.map((option) => option.value)
  })
  if (scale.scoring === 'count') return { low: 0, high: scale.items.length * scale.multiply }
  const share = scale.scoring === 'mean' ? scale.items.length : 1
  const total = (pick: (...values: number[]) => number) =>
    (each.reduce((sum, values) => sum + pick(...values), 0) / share) * scale.multiply
  return { low: total(Math.min), high: total(Math.max) }
}

const answers = (instrument: Instrument) =>
  fc.record(
    Object.fromEntries(
      instrument.items.map((item) => {
        const values = optionSetOf(instrument, item).options.map((option) => option.value)
        return [item.id, fc.option(fc.constantFrom(...values), { nil: null, freq: 4 })]
      }),
    ),
  )
const anyInstrument = fc.constantFrom(...instruments.values(), specimen)
const answered = anyInstrument.chain((instrument) =>
  answers(instrument).map((given) => ({ instrument, given })),
)

describe('the golden vectors', () => {
  it('cover eleven cases', () => expect(golden.cases).toHaveLength(11))

  it.each(golden.cases)('$id scores as its published key says', ({ instrument: id, raw, expected }) => {
    const scores = score({ instrument: named(id.replace('_', '-')), answers: answersOf(raw) })
    const wanted = typeof expected === 'number' ? { total: expected } : expected
    expect(Object.keys(scores).sort()).toEqual(Object.keys(wanted).sort())
    for (const [scale, value] of Object.entries(wanted)) {
      const found = scores[scale]?.value ?? null
      if (value === null) expect(found).toBeNull()
      else expect(Math.abs((found ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9)
    }
  })
})

describe('a score', () => {
  it('never leaves the range that the answers allow', () => {
    fc.assert(
      fc.property(answered, ({ instrument, given }) => {
        const scores = score({ instrument, answers: given })
        for (const scale of instrument.scales) {
          const value = scores[scale.id]?.value ?? null
          const { low, high } = extremes(instrument, scale)
          if (value !== null) expect(value >= low - 1e-9 && value <= high + 1e-9).toBe(true)
        }
      }),
    )
  })

  it('is never an extreme for one answer all the way down, where a scale turns some items round', () => {
    const mixed = [...instruments.values(), specimen].flatMap((instrument) =>
      instrument.scales
        .filter((scale) => scale.scoring !== 'count')
        .filter((scale) => {
          const turns = scale.items.map((id) => instrument.items.find((item) => item.id === id)?.reverse)
          return turns.includes(true) && turns.includes(false)
        })
        .map((scale) => ({ instrument, scale })),
    )
    expect(mixed.length).toBeGreaterThan(5)
    for (const { instrument, scale } of mixed) {
      const { low, high } = extremes(instrument, scale)
      for (const at of [0, -1]) {
        const value = score({ instrument, answers: straightLine(instrument, at) })[scale.id]?.value ?? low
        expect(value, `${instrument.id} ${scale.id}`).toBeGreaterThan(low)
        expect(value, `${instrument.id} ${scale.id}`).toBeLessThan(high)
      }
    }
  })

  it('is the same whether a skipped question is left out or sent as null', () => {
    fc.assert(
      fc.property(answered, ({ instrument, given }) => {
        const without = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
        expect(score({ instrument, answers: without })).toEqual(score({ instrument, answers: given }))
      }),
    )
  })

  it('never takes a skipped question for a zero', () => {
    const one = score({ instrument: specimen, answers: { a: 4, b: 0, c: 4 } })
    expect(one.average?.value).toBe(4)
    expect(one.sum?.value).toBe(80)
    const none = score({ instrument: specimen, answers: {} })
    for (const scale of specimen.scales)
      expect(none[scale.id]).toMatchObject({ value: null, answered: 0, reason: 'too-few-answers' })
  })

  it('is withheld, with the reason, when fewer questions were answered than the rule asks', () => {
    const scores = score({ instrument: specimen, answers: { a: 4, b: 0 } })
    expect(scores.average?.value).toBe(4)
    expect(scores.sum).toEqual({ value: null, answered: 2, reason: 'too-few-answers', isVerified: true })
    expect(scores.tally?.value).toBe(2)
  })

  it('says when a rule that is only recalled was used', () => {
    const full = score({ instrument: specimen, answers: { a: 1, b: 1, c: 1, d: 1 } })
    const partial = score({ instrument: specimen, answers: { a: 1, b: 1, c: 1 } })
    expect(full.average?.isVerified).toBe(true)
    expect(partial.average?.isVerified).toBe(false)
    const recalled = named('proqol5')
    expect(score({ instrument: recalled, answers: straightLine(recalled, 2) }).CS?.isVerified).toBe(false)
  })

  it('is refused as a bug when an answer is not among the options', () => {
    expect(() => score({ instrument: specimen, answers: { a: 9 } })).toThrow(RangeError)
  })

  it('turns an answer round twice into itself', () => {
    fc.assert(
      fc.property(answered, ({ instrument, given }) => {
        for (const item of instrument.items) {
          const value = given[item.id] ?? null
          if (value !== null)
            expect(reversed(instrument, item, reversed(instrument, item, value))).toBe(value)
        }
      }),
    )
  })
})

describe('a band', () => {
  it('is found on the rounded score, at both sides of its edge', () => {
    const scale = scaleOf(named('phq9'), 'total')
    expect([0, 4, 4.4, 5, 9.49, 9.5, 27].map((value) => bandOf(scale, value))).toEqual([
      'minimal',
      'minimal',
      'minimal',
      'mild',
      'mild',
      'moderate',
      'severe',
    ])
    const resilience = scaleOf(named('brs'), 'total')
    expect([17 / 6, 3, 25 / 6, 26 / 6].map((value) => bandOf(resilience, value))).toEqual([
      'low',
      'normal',
      'normal',
      'high',
    ])
  })

  it('is never given where the cut-off or the scoring is only recalled', () => {
    expect(bandOf(scaleOf(named('proqol5'), 'BO'), 45)).toBeNull()
    expect(bandOf(scaleOf(named('ucla3'), 'total'), 9)).toBeNull()
    expect(bandOf(scaleOf(named('misshp'), 'total'), 80)).toBeNull()
  })
})
