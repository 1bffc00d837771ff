import { expect, test } from 'vitest'
import type { Instrument } from './instrument.ts'
import { type PastedTexts, withPastedTexts } from './instrument-pasting.ts'

test('a text that is none is refused like an empty one, and ends nothing', () => {
  const instrument = {
    items: [{ id: 'one', textFrom: 'pasted' }],
    optionSets: {},
    languages: [],
  } as unknown as Instrument
  const texts = { locale: 'en', items: { one: null }, options: {} } as unknown as PastedTexts
  expect(withPastedTexts(instrument, texts)).toEqual({
    ok: false,
    refusal: { code: 'text-empty', where: 'one' },
  })
})
