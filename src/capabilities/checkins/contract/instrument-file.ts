import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Instrument } from '../domain/instrument.ts'
import { type Incoherence, incoherences } from '../domain/instrument-coherence.ts'

const words = v.pipe(v.string(), v.trim(), v.minLength(1, 'is empty'), v.maxLength(2000, 'is too long'))
const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'must be a short name of letters, digits, dots, dashes'),
)
const locale = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR'),
)
const day = v.pipe(v.string(), v.isoDate('must be a day such as 2026-11-22'))
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in 64 lower-case hex digits'))
const localised = v.record(locale, words)
const value = v.pipe(v.number(), v.integer('must be a whole number'))
const higherIs = v.picklist(['better', 'worse'])
const few = v.pipe(v.number(), v.integer(), v.minValue(1))

const licence = v.strictObject({
  tier: v.picklist(['A', 'B', 'K', 'P'], 'must be A, B, K or P'),
  spdxOrText: words,
  source: words,
  verifiedOn: v.nullable(day),
  attribution: words,
  modificationsAllowed: v.boolean(),
})

const evidence = v.strictObject({
  marks: v.pipe(v.array(v.picklist(['F', 'F2', 'R', 'C', 'own'])), v.minLength(1, 'needs at least one mark')),
  verified: v.boolean(),
  note: words,
})

const document = v.strictObject({
  id: name,
  title: words,
  url: v.pipe(v.string(), v.url('must be an address')),
  openedOn: day,
  sha256,
})

const optionSet = v.strictObject({
  textFrom: v.exactOptional(name),
  options: v.pipe(
    v.array(v.strictObject({ value, text: v.exactOptional(localised) })),
    v.minLength(2, 'needs at least two options'),
  ),
})

const report = v.variant('kind', [
  v.strictObject({ kind: v.literal('mean'), higherIs }),
  v.strictObject({
    kind: v.literal('share'),
    values: v.pipe(v.array(value), v.minLength(1, 'needs at least one value')),
    label: localised,
    higherIs,
  }),
  v.strictObject({ kind: v.literal('none') }),
])

const item = v.strictObject({
  id: name,
  key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a snake_case name')),
  name: v.exactOptional(localised),
  text: v.exactOptional(localised),
  textFrom: v.exactOptional(name),
  wordingAt: v.exactOptional(v.strictObject({ title: words, url: v.pipe(v.string(), v.url()) })),
  counterpartOf: v.exactOptional(name),
  options: name,
  reverse: v.optional(v.boolean(), false),
  validated: v.boolean(),
  report: v.optional(report, { kind: 'none' }),
  licence: v.exactOptional(licence),
  sensitive: v.exactOptional(v.boolean()),
})

const module = v.strictObject({
  id: name,
  name: localised,
  core: v.optional(v.boolean(), false),
  items: v.optional(v.array(name), []),
  borrows: v.optional(v.record(name, v.array(name)), {}),
})

const missing = v.variant('rule', [
  v.strictObject({ rule: v.literal('complete'), evidence }),
  v.strictObject({ rule: v.literal('at-least'), items: few, evidence }),
  v.strictObject({ rule: v.literal('prorate'), missing: few, evidence }),
])

const bands = v.strictObject({
  roundTo: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4))),
  source: words,
  evidence,
  list: v.pipe(v.array(v.strictObject({ key: name, from: v.number() })), v.minLength(1)),
})

/** The spread and the reliability that a change of one person is weighed against. */
const spread = v.strictObject({
  sd: v.pipe(v.number(), v.gtValue(0)),
  reliability: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  kind: v.picklist(['retest', 'internal']),
  population: words,
  source: words,
  evidence,
})

/** Which answers, or which scores, have the page show the way to support at once. */
const support = v.variant('when', [
  v.strictObject({ when: v.literal('answer'), item: name, values: v.pipe(v.array(value), v.minLength(1)) }),
  v.strictObject({ when: v.literal('score'), scale: name, from: v.number() }),
  v.strictObject({ when: v.literal('low-score'), scale: name, upTo: v.number() }),
])

const scale = v.strictObject({
  id: name,
  name: v.exactOptional(localised),
  spread: v.exactOptional(spread),
  scoring: v.picklist(['mean', 'sum', 'count']),
  items: v.pipe(v.array(name), v.minLength(1, 'needs at least one item')),
  counted: v.exactOptional(v.array(v.strictObject({ items: v.array(name), values: v.array(value) }))),
  multiply: v.optional(v.pipe(v.number(), v.gtValue(0)), 1),
  higherIs,
  missing,
  evidence,
  bands: v.exactOptional(bands),
})

/** The shape of one file in `content/instruments`; unknown fields are refused, so a typing slip is seen. */
export const instrumentFile: v.GenericSchema<unknown, Instrument> = v.strictObject({
  id: name,
  version: v.pipe(v.string(), v.regex(/^\d+(\.\d+){0,2}$/, 'must be a version such as 0.1, in quotes')),
  title: localised,
  languages: v.tupleWithRest([locale], locale),
  licence,
  documents: v.optional(v.array(document), []),
  optionSets: v.record(name, optionSet),
  items: v.pipe(v.array(item), v.minLength(1, 'needs at least one item')),
  scales: v.optional(v.array(scale), []),
  modules: v.exactOptional(v.pipe(v.array(module), v.minLength(1, 'needs at least one module'))),
  alone: v.exactOptional(v.strictObject({ support: v.array(support) })),
  wordingSha256: sha256,
})

/** Reads what a YAML file held. The refusal lists every fault with the field it stands in (`items.2.options`). */
export function readInstrumentFile(raw: unknown): Result<Instrument, Incoherence[]> {
  const parsed = v.safeParse(instrumentFile, raw)
  if (!parsed.success)
    return refuse(
      parsed.issues.map((issue) => ({ field: v.getDotPath(issue) ?? '(the file)', problem: issue.message })),
    )
  const faults = incoherences(parsed.output)
  return faults.length === 0 ? accept(parsed.output) : refuse(faults)
}
