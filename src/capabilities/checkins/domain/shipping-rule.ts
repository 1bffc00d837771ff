import type { Instrument, Item } from './instrument.ts'
import { licenceOf, optionSetOf } from './instrument.ts'

export type ShippingFault =
  | { code: 'keys-only-with-text'; item: string }
  | { code: 'conditional-text-in-main-folder'; item: string }
  | { code: 'text-without-verified-licence'; item: string }
  | { code: 'text-without-source-document'; where: string }
  | { code: 'passage-hash-differs'; document: string; found: string }
  | { code: 'wording-hash-differs'; found: string }
  | { code: 'fixed-wording-changed'; expected: string | null }
  | { code: 'licence-field-missing'; where: string; field: string }

export type ShippingQuestion = {
  instrument: Instrument
  /** `main` is content/instruments; `plus` a separate, removable pack for texts that are free on conditions. */
  folder: 'main' | 'plus'
  /** SHA-256 of `canonicalWording(instrument)`. */
  wordingSha256: string
  /** SHA-256 of `canonicalWording(instrument, document.id)`, by document id. */
  passageSha256: Readonly<Record<string, string>>
  /** Wording that may not be modified, frozen when it was first shipped: hash by `id@version`. */
  frozen: Readonly<Record<string, string>>
}

const hasWords = (instrument: Instrument, item: Item) =>
  item.text !== undefined || optionSetOf(instrument, item).options.some((option) => option.text !== undefined)

function licenceFaults({ instrument }: ShippingQuestion): ShippingFault[] {
  const licences = [
    { where: instrument.id, licence: instrument.licence },
    ...instrument.items.flatMap(({ id, licence }) => (licence === undefined ? [] : [{ where: id, licence }])),
  ]
  return licences.flatMap(({ where, licence }) =>
    (['spdxOrText', 'source', 'attribution'] as const)
      .filter((field) => licence[field].trim() === '')
      .map((field): ShippingFault => ({ code: 'licence-field-missing', where, field })),
  )
}

function itemFaults({ instrument, folder }: ShippingQuestion, item: Item): ShippingFault[] {
  if (!hasWords(instrument, item)) return []
  const licence = licenceOf(instrument, item)
  const faults: ShippingFault[] = []
  if (licence.tier === 'K') faults.push({ code: 'keys-only-with-text', item: item.id })
  if (licence.tier === 'B' && folder === 'main')
    faults.push({ code: 'conditional-text-in-main-folder', item: item.id })
  if (licence.verifiedOn === null) faults.push({ code: 'text-without-verified-licence', item: item.id })
  const isNamed = (origin: string | undefined) =>
    origin === 'own' ? licence.tier === 'P' : instrument.documents.some((document) => document.id === origin)
  if (item.text !== undefined && !isNamed(item.textFrom))
    faults.push({ code: 'text-without-source-document', where: item.id })
  const set = optionSetOf(instrument, item)
  if (set.options.some((option) => option.text !== undefined) && !isNamed(set.textFrom))
    faults.push({ code: 'text-without-source-document', where: item.options })
  return faults
}

function hashFaults(question: ShippingQuestion): ShippingFault[] {
  const { instrument, wordingSha256, passageSha256, frozen } = question
  const faults: ShippingFault[] = []
  if (instrument.wordingSha256 !== wordingSha256)
    faults.push({ code: 'wording-hash-differs', found: wordingSha256 })
  for (const document of instrument.documents) {
    const found = passageSha256[document.id] ?? ''
    if (document.sha256 !== found) faults.push({ code: 'passage-hash-differs', document: document.id, found })
  }
  const isFixed = instrument.items.some(
    (item) => hasWords(instrument, item) && !licenceOf(instrument, item).modificationsAllowed,
  )
  const expected = frozen[`${instrument.id}@${instrument.version}`] ?? null
  if (isFixed && expected !== wordingSha256) faults.push({ code: 'fixed-wording-changed', expected })
  return faults
}

/**
 * Why this definition may not ship, all reasons at once; an empty list means that it may. Scoring rules and item
 * numbers are facts and always may; wording is what a licence protects. Not legal advice.
 */
export function shippingFaults(question: ShippingQuestion): ShippingFault[] {
  return [
    ...licenceFaults(question),
    ...question.instrument.items.flatMap((item) => itemFaults(question, item)),
    ...hashFaults(question),
  ]
}
