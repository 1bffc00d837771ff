import { expect, test } from 'vitest'
import { loadInstruments } from '../../content/load-instruments.server.ts'
import type { Spread } from '../instrument.ts'
import { marginOf, weighChange } from './change.ts'
import { shownScores } from './result.ts'
import { needsSupport } from './support.ts'

const instruments = await loadInstruments({ folder: 'content/instruments' })
const of = (id: string) => {
  const found = instruments.get(id)
  if (!found) throw new Error(`${id} is not in the content.`)
  return found
}
const all = (value: number) => Object.fromEntries(of('phq9').items.map(({ id }) => [id, value]))

const spread = (verified: boolean): Spread => ({
  sd: 6,
  reliability: 0.875,
  kind: 'retest',
  population: 'Invented',
  source: 'Invented',
  evidence: { marks: [verified ? 'F' : 'R'], verified, note: 'For this test.' },
})

test('a change is weighed by the formula of Jacobson and Truax, and is never called good or bad', () => {
  // 1.96 × 6 × √(2 × 0.125) = 5.88
  expect(weighChange({ before: 10, after: 15.8, spread: spread(true) })).toEqual({
    kind: 'within',
    needed: expect.closeTo(5.88, 10),
  })
  expect(weighChange({ before: 10, after: 15.9, spread: spread(true) }).kind).toBe('beyond')
  expect(weighChange({ before: 15.9, after: 10, spread: spread(true) }).kind).toBe('beyond')
  expect(marginOf(spread(true))).toBeCloseTo(1.96 * 6 * Math.sqrt(0.125), 10)
})

test('what somebody only recalls weighs nothing: the values stand side by side', () => {
  expect(weighChange({ before: 0, after: 27, spread: spread(false) })).toEqual({ kind: 'values' })
  expect(weighChange({ before: 0, after: 27, spread: undefined })).toEqual({ kind: 'values' })
  expect(marginOf(spread(false))).toBeUndefined()
  for (const instrument of instruments.values())
    for (const scale of instrument.scales)
      if (scale.spread?.evidence.marks.includes('R')) expect(scale.spread.evidence.verified).toBe(false)
})

test('an answer about harming oneself shows support at once, whatever else was answered', () => {
  const phq9 = of('phq9')
  for (const value of [1, 2, 3])
    expect(needsSupport({ instrument: phq9, answers: { '9': value } })).toBe(true)
  expect(needsSupport({ instrument: phq9, answers: { '9': 0 } })).toBe(false)
  expect(needsSupport({ instrument: phq9, answers: {} })).toBe(false)
})

test('a score that the source calls moderate shows support, one below it does not', () => {
  const phq9 = of('phq9')
  expect(needsSupport({ instrument: phq9, answers: { ...all(1), '1': 2, '9': 0 } })).toBe(false)
  expect(needsSupport({ instrument: phq9, answers: { ...all(1), '1': 2, '2': 2, '9': 0 } })).toBe(true)
  expect(needsSupport({ instrument: of('gad7'), answers: {} })).toBe(false)
})

test('very low well-being shows support too, where low is the heavy side', () => {
  const who5 = of('who5')
  const answers = (value: number) => Object.fromEntries(who5.items.map(({ id }) => [id, value]))
  expect(needsSupport({ instrument: who5, answers: answers(1) })).toBe(true)
  expect(needsSupport({ instrument: who5, answers: answers(4) })).toBe(false)
})

test('a score that would need a rule nobody has read is not shown', () => {
  const phq9 = of('phq9')
  const { '1': _skipped, ...others } = all(1)
  expect(shownScores({ instrument: phq9, answers: others })).toEqual([])
  expect(shownScores({ instrument: phq9, answers: all(1) })).toMatchObject([{ value: 9, band: 'mild' }])
})

test('every rule names an item or a scale that is there', () => {
  for (const { id, alone, items, scales } of instruments.values()) {
    for (const rule of alone?.support ?? []) {
      const named = rule.when === 'answer' ? items.map((one) => one.id) : scales.map((one) => one.id)
      expect(named, id).toContain(rule.when === 'answer' ? rule.item : rule.scale)
    }
  }
})
