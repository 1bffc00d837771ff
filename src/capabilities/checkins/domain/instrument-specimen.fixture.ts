import type { Evidence, Instrument } from './instrument.ts'

const found: Evidence = { marks: ['F'], verified: true, note: 'Made up for tests.' }
const recalled: Evidence = { marks: ['R'], verified: false, note: 'Made up for tests.' }
const frequency = [0, 1, 2, 3, 4].map((value) => ({ value, text: { en: `Level ${value}` } }))

/** A made-up instrument with every kind of scale, complete and coherent; tests change one thing at a time. */
export const specimen: Instrument = {
  id: 'specimen',
  version: '1',
  title: { en: 'Specimen' },
  languages: ['en', 'es'],
  licence: {
    tier: 'P',
    spdxOrText: 'CC0-1.0',
    source: 'Made up for tests.',
    verifiedOn: '2026-11-22',
    attribution: 'Nobody',
    modificationsAllowed: true,
  },
  documents: [],
  optionSets: {
    frequency: { textFrom: 'own', options: frequency },
    silent: { options: [{ value: 1 }, { value: 2 }] },
  },
  items: [
    ...['a', 'b', 'c', 'd'].map((id) => ({
      id,
      key: id,
      text: { en: `Question ${id}`, ...(id === 'a' ? { es: 'Pregunta a' } : {}) },
      textFrom: 'own',
      options: 'frequency',
      reverse: id === 'b',
      validated: false,
      report: { kind: 'mean', higherIs: 'better' } as const,
    })),
    { id: 'hush', key: 'hush', options: 'silent', reverse: false, validated: true, report: { kind: 'none' } },
  ],
  scales: [
    {
      id: 'average',
      scoring: 'mean',
      items: ['a', 'b', 'c', 'd'],
      multiply: 1,
      higherIs: 'better',
      missing: { rule: 'at-least', items: 2, evidence: recalled },
      evidence: found,
    },
    {
      id: 'sum',
      scoring: 'sum',
      items: ['a', 'b', 'c', 'd'],
      multiply: 5,
      higherIs: 'better',
      missing: { rule: 'prorate', missing: 1, evidence: found },
      evidence: found,
      bands: {
        roundTo: 0,
        source: 'Made up.',
        evidence: found,
        list: [
          { key: 'low', from: 0 },
          { key: 'high', from: 40 },
        ],
      },
    },
    {
      id: 'tally',
      scoring: 'count',
      items: ['a', 'b'],
      counted: [
        { items: ['a'], values: [3, 4] },
        { items: ['b'], values: [0] },
      ],
      multiply: 1,
      higherIs: 'worse',
      missing: { rule: 'complete', evidence: found },
      evidence: found,
    },
  ],
  wordingSha256: '0'.repeat(64),
}
