import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instrument } from './instrument.ts'
import { readAnswers } from './instrument-answers.ts'
import { askedItems, awaitsText } from './instrument-asking.ts'
import { type PastedTexts, pastedTextLimit, withPastedTexts } from './instrument-pasting.ts'
import { specimen } from './instrument-specimen.fixture.ts'
import { canonicalWording } from './instrument-wording.ts'

const wording: PastedTexts = {
  locale: 'en',
  items: { hush: ' The pasted question ' },
  options: { silent: { 1: 'One', 2: 'Two' } },
}
const pasted = (texts: PastedTexts, instrument: Instrument = specimen) => {
  const done = withPastedTexts(instrument, texts)
  if (!done.ok) throw new Error(done.refusal.code)
  return done.value
}

describe('what is asked', () => {
  it('leaves out a question that has no wording, and keeps the rest usable', () => {
    expect(askedItems(specimen, 'en').map((item) => item.id)).toEqual(['a', 'b', 'c', 'd'])
    expect(specimen.items.filter((item) => awaitsText(specimen, item)).map((item) => item.id)).toEqual([
      'hush',
    ])
  })

  it('falls back to the source language, whole, when anything has no words in the wished one', () => {
    expect(askedItems(specimen, 'es')[0]).toMatchObject({ locale: 'en', text: 'Question a' })
    const options = specimen.optionSets.frequency?.options.map((option) => ({
      ...option,
      text: { ...option.text, es: `Nivel ${option.value}` },
    }))
    const bilingual: Instrument = {
      ...specimen,
      optionSets: { ...specimen.optionSets, frequency: { textFrom: 'own', options: options ?? [] } },
    }
    expect(askedItems(bilingual, 'es').map((item) => item.locale)).toEqual(['en', 'en', 'en', 'en'])
    const items = bilingual.items.map((item) =>
      item.text ? { ...item, text: { ...item.text, es: `Pregunta ${item.id}` } } : item,
    )
    const whole = askedItems({ ...bilingual, items }, 'es')
    expect(whole.map((item) => item.text)).toEqual(['a', 'b', 'c', 'd'].map((id) => `Pregunta ${id}`))
    expect(whole[0]?.options[0]).toEqual({ value: 0, text: 'Nivel 0' })
  })
})

describe('pasted wording', () => {
  it('makes the question askable and leaves the shipped instrument as it was', () => {
    const before = JSON.stringify(specimen)
    const asked = askedItems(pasted(wording), 'en').at(-1)
    expect(asked).toMatchObject({ id: 'hush', text: 'The pasted question', validated: true })
    expect(asked?.options).toEqual([
      { value: 1, text: 'One' },
      { value: 2, text: 'Two' },
    ])
    expect(JSON.stringify(specimen)).toBe(before)
  })

  it('may come in a further language later', () => {
    const both = pasted({ ...wording, locale: 'ar' }, pasted(wording))
    expect(both.languages).toEqual(['en', 'es', 'ar'])
    expect(both.items.at(-1)?.text).toEqual({ en: 'The pasted question', ar: 'The pasted question' })
    expect(askedItems(both, 'ar').map((item) => item.locale)).toEqual(['en', 'en', 'en', 'en', 'en'])
  })

  it.each<[string, PastedTexts]>([
    ['text-already-there', { ...wording, items: { a: 'Other words' } }],
    ['text-already-there', { ...wording, locale: 'es', items: { b: 'Otra' } }],
    ['text-already-there', { ...wording, options: { frequency: { 0: 'Other' } } }],
    ['unknown-item', { ...wording, items: { nobody: 'x' } }],
    ['unknown-option', { ...wording, options: { silent: { 1: 'One', 3: 'Three' } } }],
    ['unknown-option', { ...wording, options: { constructor: { 1: 'One' } } }],
    ['options-incomplete', { ...wording, options: { silent: { 1: 'One' } } }],
    ['text-empty', { ...wording, items: { hush: '  ' } }],
    ['text-too-long', { ...wording, items: { hush: 'x'.repeat(pastedTextLimit + 1) } }],
    ['not-a-locale', { ...wording, locale: '__proto__' }],
  ])('is refused whole: %s', (code, texts) => {
    expect(withPastedTexts(specimen, texts)).toMatchObject({ ok: false, refusal: { code } })
  })
})

describe('reading the answers of an opened ballot', () => {
  const read = (answers: unknown) => readAnswers({ instrument: specimen, answers })

  it('accepts offered values, and any question skipped', () => {
    expect(read({ a: 0, b: null })).toEqual({ ok: true, value: { a: 0, b: null } })
    expect(read({})).toEqual({ ok: true, value: {} })
  })

  it.each([
    ['answers-not-an-object', []],
    ['answers-not-an-object', null],
    ['answers-not-an-object', 'a'],
    ['unknown-item', { a: 1, z: 1 }],
    ['unknown-item', JSON.parse('{"__proto__": 1}')],
    ['unknown-item', { constructor: 1 }],
    ['item-not-asked', { hush: 1 }],
    ['answer-not-a-number', { a: '1' }],
    ['answer-not-a-number', { a: true }],
    ['answer-not-a-number', { a: [1] }],
    ['answer-outside-options', { a: 5 }],
    ['answer-outside-options', { a: 0.5 }],
    ['answer-outside-options', { a: Number.NaN }],
  ])('refuses with %s: %j', (code, answers) => {
    expect(read(answers)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('never throws, and never lets through what was not offered', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('a', 'b', 'hush'), fc.anything())),
        (raw) => {
          const result = read(raw)
          if (!result.ok) return
          for (const [id, value] of Object.entries(result.value)) {
            expect(['a', 'b', 'c', 'd']).toContain(id)
            expect([null, 0, 1, 2, 3, 4]).toContain(value)
          }
        },
      ),
    )
  })
})

describe('the canonical wording', () => {
  it('is this text for this instrument', () => {
    const lines = canonicalWording(specimen).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'item\ta\ten\tQuestion a',
      'item\ta\tes\tPregunta a',
      'item\tb\ten\tQuestion b',
    ])
    expect(lines.slice(-2)).toEqual(['option\tfrequency\t4\ten\tLevel 4', ''])
  })

  it('does not change with white space or Unicode form, and does with any word', () => {
    const withText = (text: string): Instrument => ({
      ...specimen,
      items: specimen.items.map((item) => (item.id === 'a' ? { ...item, text: { en: text } } : item)),
    })
    expect(canonicalWording(withText(' caf\u00e9  now\n'))).toBe(canonicalWording(withText('cafe\u0301 now')))
    expect(canonicalWording(withText('cafe now'))).not.toBe(canonicalWording(withText('caf\u00e9 now')))
  })

  it('of one document holds only what came from it', () => {
    expect(canonicalWording(specimen, 'elsewhere')).toBe('')
    expect(canonicalWording(specimen, 'own')).toBe(canonicalWording(specimen))
  })
})
