import { describe, expect, it } from 'vitest'
import { specimen } from '../domain/instrument-specimen.fixture.ts'
import { readInstrumentFile } from './instrument-file.ts'

type Draft = Record<string, unknown> & {
  items: Record<string, unknown>[]
  scales: Record<string, Record<string, unknown>>[]
}

/** The faults of a file that is right but for one change. */
function faultsAfter(change: (draft: Draft) => void) {
  const draft = structuredClone(specimen) as unknown as Draft
  change(draft)
  const read = readInstrumentFile(draft)
  return read.ok ? [] : read.refusal.map((fault) => fault.field)
}

describe('the schema of an instrument file', () => {
  it('accepts a complete file as it is', () =>
    expect(readInstrumentFile(specimen)).toEqual({ ok: true, value: specimen }))

  it.each<[string, (draft: Draft) => void]>([
    ['licence.tier', (draft) => Object.assign(draft.licence as object, { tier: 'free' })],
    ['licence.attribution', (draft) => Object.assign(draft.licence as object, { attribution: ' ' })],
    ['licence.source', (draft) => delete (draft.licence as Record<string, unknown>).source],
    ['licence.verifiedOn', (draft) => Object.assign(draft.licence as object, { verifiedOn: 'soon' })],
    ['wordingSha256', (draft) => delete draft.wordingSha256],
    ['titel', (draft) => Object.assign(draft, { titel: 'typing slip' })],
    ['items.1.options', (draft) => Object.assign(draft.items[1] ?? {}, { options: 'nowhere' })],
    ['items.1.validated', (draft) => delete draft.items[1]?.validated],
    [
      'items.0.report.values',
      (draft) =>
        Object.assign(draft.items[0] ?? {}, {
          report: { kind: 'share', values: [7], label: { en: 'x' }, higherIs: 'worse' },
        }),
    ],
    ['items', (draft) => Object.assign(draft.items[1] ?? {}, { id: 'a' })],
    ['languages', (draft) => Object.assign(draft, { languages: ['en'] })],
    ['scales.0.items', (draft) => Object.assign(draft.scales[0] ?? {}, { items: ['a', 'b', 'ghost'] })],
    ['scales.0.missing', (draft) => Object.assign(draft.scales[0] ?? {}, { scoring: 'sum' })],
    ['scales.0.missing.evidence.verified', (draft) => verify(draft.scales[0]?.missing)],
    ['scales.1.bands.list', (draft) => turnRound(draft.scales[1]?.bands?.list)],
    ['scales.2.counted', (draft) => delete draft.scales[2]?.counted],
  ])('names the field %s when it is wrong', (field, change) => {
    expect(faultsAfter(change)).toContain(field)
  })

  it('refuses what is not a file of fields at all', () => {
    for (const raw of [null, 'text', 3, []]) expect(readInstrumentFile(raw).ok).toBe(false)
  })
})

const verify = (rule: unknown) =>
  Object.assign((rule as { evidence: object }).evidence, { marks: ['F2', 'R'], verified: true })

const turnRound = (list: unknown) => (list as unknown[]).reverse()
