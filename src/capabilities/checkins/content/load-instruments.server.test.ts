import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { licenceOf } from '../domain/instrument.ts'
import { askedItems, awaitsText } from '../domain/instrument-asking.ts'
import { withPastedTexts } from '../domain/instrument-pasting.ts'
import { shippingFaults } from '../domain/shipping-rule.ts'
import frozen from './frozen-wordings.json' with { type: 'json' }
import { instrumentSha256, wordingSha256 } from './instrument-sha256.server.ts'
import { loadInstruments } from './load-instruments.server.ts'

const folder = 'content/instruments'
const shipped = await loadInstruments({ folder })
const weekly = shipped.get('weekly-five')
if (weekly === undefined) throw new Error('weekly-five is missing')

describe('the instruments that ship', () => {
  it('are all of the files in the folder, and each passes the schema', async () => {
    const files = (await readdir(folder)).sort()
    expect([...shipped.keys()].map((id) => `${id}.yaml`).sort()).toEqual(files)
    expect(shipped.size).toBeGreaterThanOrEqual(18)
  })

  it.each([...shipped.values()])('may ship: $id', (instrument) => {
    const faults = shippingFaults({
      instrument,
      folder: 'main',
      wordingSha256: wordingSha256(instrument),
      passageSha256: Object.fromEntries(
        instrument.documents.map((document) => [document.id, wordingSha256(instrument, document.id)]),
      ),
      frozen,
    })
    expect(faults).toEqual([])
  })

  it('hold wording only where this project wrote it, or where a document is named for it', () => {
    const withWords = [...shipped.values()].flatMap((instrument) =>
      instrument.items.filter((item) => item.text !== undefined).map((item) => ({ instrument, item })),
    )
    expect(withWords.length).toBeGreaterThan(0)
    for (const { instrument, item } of withWords)
      expect(
        licenceOf(instrument, item).tier === 'P' ||
          instrument.documents.some(({ id }) => id === item.textFrom),
      ).toBe(true)
  })
})

describe('the weekly five', () => {
  it('asks today what has wording: three questions, each labelled unvalidated', () => {
    const asked = askedItems(weekly, 'en')
    expect(asked.map((item) => item.id)).toEqual(['own.workload', 'own.conversation', 'own.recovery'])
    expect(asked.every((item) => !item.validated && item.options.length === 5)).toBe(true)
    expect(weekly.items.filter((item) => awaitsText(weekly, item)).map((item) => item.id)).toEqual([
      'burnout-single',
      'loneliness-direct',
      'own.burnout',
      'own.loneliness',
    ])
  })

  it('asks all five, under another hash, once an administrator has pasted the two others', () => {
    const five = { 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five' }
    const pasted = withPastedTexts(weekly, {
      locale: 'en',
      items: { 'burnout-single': 'Pasted question', 'loneliness-direct': 'Pasted question' },
      options: { 'burnout-statements': five, 'loneliness-frequency': five },
    })
    if (!pasted.ok) throw new Error(pasted.refusal.code)
    expect(askedItems(pasted.value, 'en').map((item) => item.id)).toEqual([
      'burnout-single',
      'loneliness-direct',
      'own.workload',
      'own.conversation',
      'own.recovery',
    ])
    expect(instrumentSha256(pasted.value)).not.toBe(instrumentSha256(weekly))
  })

  it('asks the counterparts of both in the languages that have no text of them, and there only', () => {
    const five = { 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five' }
    const pasted = withPastedTexts(weekly, {
      locale: 'en',
      items: { 'burnout-single': 'Pasted question', 'loneliness-direct': 'Pasted question' },
      options: { 'burnout-statements': five, 'loneliness-frequency': five },
    })
    if (!pasted.ok) throw new Error(pasted.refusal.code)
    for (const locale of ['es', 'fr', 'ar']) {
      const asked = askedItems(pasted.value, locale)
      expect(asked.map((item) => item.id)).toEqual([
        'own.burnout',
        'own.loneliness',
        'own.workload',
        'own.conversation',
        'own.recovery',
      ])
      expect(asked.every((item) => item.locale === locale && !item.validated)).toBe(true)
      expect(askedItems(weekly, locale).map((item) => item.id)).toEqual([
        'own.workload',
        'own.conversation',
        'own.recovery',
      ])
    }
  })

  it('reports the burnout cut-off and the most frequent loneliness as shares, its own questions as means', () => {
    expect(weekly.items.map(({ report }) => (report.kind === 'share' ? report.values : report.kind))).toEqual(
      [[3, 4, 5], [1], 'mean', 'mean', 'mean', 'mean', 'mean'],
    )
  })
})

describe('loading a folder', () => {
  let copy = ''
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'kith-instruments-'))
  })
  afterAll(() => rm(copy, { recursive: true }))

  it('names every file and field that is wrong, in one message', async () => {
    const good = await readFile(join(folder, 'phq9.yaml'), 'utf8')
    await writeFile(join(copy, 'phq9.yaml'), good.replace('tier: A', 'tier: Z'))
    await writeFile(join(copy, 'other.yaml'), good)
    await writeFile(join(copy, 'torn.yaml'), 'id: [')
    const message = await loadInstruments({ folder: copy }).then(
      () => '',
      (fault: Error) => fault.message,
    )
    expect(message).toContain('phq9.yaml: licence.tier: must be A, B, K or P')
    expect(message).toContain('other.yaml: id: the file must be called phq9.yaml')
    expect(message).toContain('torn.yaml: cannot be read as YAML')
  })

  it('gives the same hash whatever the order of keys in the file', () => {
    const turned = Object.fromEntries(Object.entries(weekly).reverse()) as typeof weekly
    expect(instrumentSha256(turned)).toBe(instrumentSha256(weekly))
    expect(instrumentSha256({ ...weekly, version: '0.2' })).not.toBe(instrumentSha256(weekly))
  })
})
