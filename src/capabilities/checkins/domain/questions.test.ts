import { describe, expect, it } from 'vitest'
import { countAnswers, emptyTally } from '../closing/tally.ts'
import type { Instrument, Item } from './instrument.ts'
import { incoherences } from './instrument-coherence.ts'
import { specimen } from './instrument-specimen.fixture.ts'
import { answersTwice, formIn, questionsOf } from './questions.ts'
import type { Questions } from './wave.ts'

const both = (en: string, es: string) => ({ en, es })
const levels = [1, 2].map((value) => ({ value, text: both(`Level ${value}`, `Nivel ${value}`) }))
const item = (given: Partial<Item> & { id: string }): Item => ({
  key: given.id.replaceAll(/\W/g, '_'),
  options: 'levels',
  textFrom: 'own',
  reverse: false,
  validated: false,
  report: { kind: 'mean', higherIs: 'better' },
  ...given,
})
/** One question in both languages; one whose official text is English only, with our counterpart. */
const paired: Instrument = {
  ...specimen,
  scales: [],
  optionSets: { levels: { textFrom: 'own', options: levels } },
  items: [
    item({ id: 'official', validated: true, text: { en: 'Official' } }),
    item({ id: 'ours', text: both('Ours', 'La nuestra') }),
    item({ id: 'own.official', counterpartOf: 'official', text: both('Our own', 'La propia') }),
  ],
}
const idsIn = (questions: Questions, locale: string) => formIn(questions, locale).items.map(({ id }) => id)

describe('a counterpart', () => {
  const questions = questionsOf(paired, 'en')

  it('is asked in the place of a question that has no text in the reader’s language', () => {
    expect(idsIn(questions, 'en')).toEqual(['official', 'ours'])
    expect(idsIn(questions, 'es')).toEqual(['own.official', 'ours'])
    expect(formIn(questions, 'es').items.map(({ text, locale }) => [text, locale])).toEqual([
      ['La propia', 'es'],
      ['La nuestra', 'es'],
    ])
    expect(formIn(questions, 'es').items[0]?.options).toEqual([
      { value: 1, text: 'Nivel 1' },
      { value: 2, text: 'Nivel 2' },
    ])
  })

  it('is a question of its own, and a ballot that answers both is counted nowhere', () => {
    expect(questions.items.map(({ id }) => id)).toEqual(['official', 'ours', 'own.official'])
    const count = (answers: Record<string, number>) => {
      const tally = emptyTally()
      countAnswers(tally, { group: 'north', questions, answers })
      return tally
    }
    expect(count({ official: 1, ours: 1 })).toMatchObject({ ballots: 1, unreadable: 0 })
    expect(count({ 'own.official': 2, ours: 1 }).counts.get('north')).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ])
    expect(count({ official: 1, 'own.official': 1 })).toMatchObject({ ballots: 0, unreadable: 1 })
    expect(answersTwice(questions, new Set(['official', 'own.official']))).toBe(true)
  })

  it('is not asked where nobody is asked the question that it stands for', () => {
    const items = paired.items.map((one) => {
      const { text: _, ...without } = one
      return one.id === 'official' ? without : one
    })
    const without = questionsOf({ ...paired, items }, 'en')
    expect(without.items.map(({ id }) => id)).toEqual(['ours'])
    expect(without.forms?.map(({ locale }) => locale)).toEqual(['en', 'es'])
  })

  it('is ours, not validated, the only one, and part of no score', () => {
    const faultsWith = (change: Partial<Item>) =>
      incoherences({
        ...paired,
        items: paired.items.map((one) => (one.id === 'own.official' ? { ...one, ...change } : one)),
      }).length
    expect(incoherences(paired)).toEqual([])
    expect(faultsWith({ validated: true })).toBe(1)
    expect(faultsWith({ textFrom: 'somewhere' })).toBeGreaterThan(0)
    expect(faultsWith({ counterpartOf: 'nobody' })).toBe(1)
    expect(faultsWith({ counterpartOf: 'own.official' })).toBe(1)
    const twice = [...paired.items, item({ id: 'again', counterpartOf: 'official', text: both('a', 'b') })]
    expect(incoherences({ ...paired, items: twice }).length).toBeGreaterThan(0)
  })
})

describe('a form', () => {
  it('is in one language: one that lacks a question has none, and reads the first', () => {
    const halfway = paired.items.filter(({ id }) => id !== 'own.official')
    const questions = questionsOf({ ...paired, items: halfway }, 'en')
    expect(questions.forms?.map(({ locale }) => locale)).toEqual(['en'])
    expect(formIn(questions, 'es').locale).toBe('en')
    expect(formIn(questions, 'es').items.every(({ locale }) => locale === 'en')).toBe(true)
  })

  it('of questions from before there were languages is all of them, as they stand', () => {
    const [first] = questionsOf(paired, 'en').items
    if (!first) throw new Error('nothing is asked')
    const { words: _, ...old } = first
    const before: Questions = { format: 1, instrument: 'x', version: '1', title: 'X', items: [old] }
    expect(formIn(before, 'ar')).toEqual({ locale: 'en', items: [old] })
  })
})
