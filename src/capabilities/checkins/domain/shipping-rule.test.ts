import { describe, expect, it } from 'vitest'
import { wordingSha256 } from '../content/instrument-sha256.server.ts'
import type { Instrument, Licence } from './instrument.ts'
import { specimen } from './instrument-specimen.fixture.ts'
import { type ShippingQuestion, shippingFaults } from './shipping-rule.ts'

const free: Licence = {
  ...specimen.licence,
  tier: 'A',
  spdxOrText: 'OGL-UK-3.0',
  modificationsAllowed: false,
}

function quoting(licence: Licence, words = 'Question'): Instrument {
  const quoted: Instrument = {
    ...specimen,
    licence,
    optionSets: {
      ...specimen.optionSets,
      frequency: { textFrom: 'guide', options: specimen.optionSets.frequency?.options ?? [] },
    },
    items: specimen.items.map((item) =>
      item.text === undefined ? item : { ...item, text: { en: words }, textFrom: 'guide' },
    ),
    documents: [
      { id: 'guide', title: 'A guide', url: 'https://example.org/', openedOn: '2026-11-22', sha256: '' },
    ],
  }
  return hashed({
    ...quoted,
    documents: quoted.documents.map((one) => ({ ...one, sha256: wordingSha256(quoted, one.id) })),
  })
}
const hashed = (instrument: Instrument): Instrument => ({
  ...instrument,
  wordingSha256: wordingSha256(instrument),
})
function codes(instrument: Instrument, question: Partial<ShippingQuestion> = {}) {
  const faults = shippingFaults({
    instrument,
    folder: 'main',
    wordingSha256: wordingSha256(instrument),
    passageSha256: Object.fromEntries(
      instrument.documents.map(({ id }) => [id, wordingSha256(instrument, id)]),
    ),
    frozen: { 'specimen@1': wordingSha256(quoting(free)) },
    ...question,
  })
  return [...new Set(faults.map((fault) => fault.code))]
}

describe('the shipping rule', () => {
  it('lets own wording ship, and free wording from a named and hashed document', () => {
    expect(codes(hashed(specimen))).toEqual([])
    expect(codes(quoting(free))).toEqual([])
  })

  it('stops wording in a keys-only file', () =>
    expect(codes(quoting({ ...free, tier: 'K' }))).toEqual(['keys-only-with-text']))

  it('stops option labels in a keys-only file, even where no question has text', () => {
    const labels = quoting({ ...free, tier: 'K' })
    const items = labels.items.map(({ text: _text, textFrom: _from, ...rest }) => rest)
    expect(codes({ ...labels, items })).toContain('keys-only-with-text')
  })

  it('stops conditional wording in the main folder, and lets it into the removable pack', () => {
    const conditional = quoting({ ...free, tier: 'B' })
    expect(codes(conditional)).toEqual(['conditional-text-in-main-folder'])
    expect(codes(conditional, { folder: 'plus' })).toEqual([])
  })

  it('stops wording whose permission nobody has read', () =>
    expect(codes(quoting({ ...free, verifiedOn: null }))).toEqual(['text-without-verified-licence']))

  it('stops other people’s wording without a document, and own words claimed for a licensed item', () => {
    const unsourced = { ...quoting(free), documents: [] }
    expect(codes(unsourced)).toEqual(['text-without-source-document'])
    const claimed = hashed({ ...specimen, licence: { ...free, modificationsAllowed: true } })
    expect(codes(claimed)).toEqual(['text-without-source-document'])
  })

  it('stops an edited question until the hash says that it was edited', () => {
    const stale = { ...specimen, wordingSha256: wordingSha256(quoting(free)) }
    expect(codes(stale)).toEqual(['wording-hash-differs'])
    const passage = { ...quoting(free), documents: quoting(free, 'Other').documents }
    expect(codes(passage)).toEqual(['passage-hash-differs'])
  })

  it('stops a change to wording that may not be modified, even when every hash in the file was updated', () => {
    expect(codes(quoting(free, 'Improved question'))).toEqual(['fixed-wording-changed'])
    expect(codes(quoting(free), { frozen: {} })).toEqual(['fixed-wording-changed'])
    expect(codes(quoting({ ...free, modificationsAllowed: true }, 'Improved'))).toEqual([])
  })

  it('stops an empty licence field, also in an item’s own licence', () => {
    expect(codes(hashed({ ...specimen, licence: { ...specimen.licence, attribution: ' ' } }))).toEqual([
      'licence-field-missing',
    ])
    const items = specimen.items.map((item) =>
      item.id === 'hush' ? { ...item, licence: { ...free, source: '' } } : item,
    )
    expect(codes(hashed({ ...specimen, items }))).toEqual(['licence-field-missing'])
  })
})
