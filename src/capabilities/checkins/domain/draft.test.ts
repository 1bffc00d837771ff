import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answersToSend, choose, type Draft, emptyDraft, goTo, skip, wordsChosen } from './draft.ts'
import type { Questions } from './wave.ts'

const questions: Questions = {
  format: 1,
  instrument: 'specimen',
  version: '1',
  title: 'Specimen',
  items: ['one', 'two', 'three'].map((id) => ({
    id,
    locale: 'en',
    text: `${id}?`,
    options: [1, 2, 3].map((value) => ({ value, text: `answer ${value}` })),
    validated: false,
    report: { kind: 'mean' },
  })),
}

test('skipping a question takes back what was chosen before', () => {
  const chosen = choose(emptyDraft, { item: 'one', value: 2 })
  expect(skip(chosen, 'one')).toEqual({ at: 1, answers: {} })
})

test('nobody walks out of the questions', () => {
  fc.assert(
    fc.property(fc.integer(), (at) => {
      const draft = goTo(emptyDraft, { at, of: 3 })
      return draft.at >= 0 && draft.at <= 3
    }),
  )
})

test('only what was asked and offered leaves the device', () => {
  const value = fc.oneof(fc.integer({ min: -1, max: 5 }), fc.string())
  const drafts: fc.Arbitrary<Draft> = fc.record({
    at: fc.nat(),
    answers: fc.dictionary(fc.constantFrom('one', 'two', 'three', 'four', '__proto__'), value),
  })
  fc.assert(
    fc.property(drafts, (draft) => {
      for (const [id, answer] of Object.entries(answersToSend(draft, questions))) {
        const item = questions.items.find((asked) => asked.id === id)
        expect(item?.options.map((option) => option.value)).toContain(answer)
        expect(item && wordsChosen(draft, item)).toBe(`answer ${answer}`)
      }
    }),
  )
})
