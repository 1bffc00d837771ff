import type { Evidence, Instrument, Item, Scale } from './instrument.ts'

export type Incoherence = { field: string; problem: string }

const repeated = (values: readonly (string | number)[]) =>
  values.filter((value, at) => values.indexOf(value) !== at)

function evidenceFaults(field: string, evidence: Evidence): Incoherence[] {
  if (!evidence.marks.includes('R') || !evidence.verified) return []
  return [{ field: `${field}.verified`, problem: 'a recalled rule (mark R) cannot be verified: say false' }]
}

/** Never a second validated item, never part of a score: it stands beside the other, not for it. */
function counterpartFaults(instrument: Instrument, item: Item, at: string): Incoherence[] {
  if (item.counterpartOf === undefined) return []
  const field = `${at}.counterpartOf`
  const original = instrument.items.find(({ id }) => id === item.counterpartOf)
  const problems: string[] = []
  if (original === undefined || original === item || original.counterpartOf !== undefined)
    problems.push(`no item with words of its own is called “${item.counterpartOf}”`)
  if (instrument.items.some((other) => other !== item && other.counterpartOf === item.counterpartOf))
    problems.push(`“${item.counterpartOf}” has two counterparts`)
  if (item.validated || item.textFrom !== 'own') problems.push('a counterpart is ours and not validated')
  if (instrument.scales.some((scale) => scale.items.includes(item.id)))
    problems.push('a counterpart belongs to no scale')
  return problems.map((problem) => ({ field, problem }))
}

function itemFaults(instrument: Instrument, item: Item, at: number): Incoherence[] {
  const field = `items.${at}`
  const set = Object.hasOwn(instrument.optionSets, item.options)
    ? instrument.optionSets[item.options]
    : undefined
  if (set === undefined)
    return [{ field: `${field}.options`, problem: `no option set is called “${item.options}”` }]
  const faults: Incoherence[] = counterpartFaults(instrument, item, field)
  const values = set.options.map((option) => option.value)
  if (item.report.kind === 'share')
    for (const value of item.report.values)
      if (!values.includes(value))
        faults.push({ field: `${field}.report.values`, problem: `${value} is not one of the options` })
  return faults
}

function scaleFaults(scale: Scale, at: number, known: ReadonlySet<string>): Incoherence[] {
  const field = `scales.${at}`
  const faults: Incoherence[] = []
  for (const id of [...scale.items, ...(scale.counted ?? []).flatMap((group) => group.items)])
    if (!known.has(id)) faults.push({ field: `${field}.items`, problem: `no item is called “${id}”` })
  for (const id of repeated(scale.items))
    faults.push({ field: `${field}.items`, problem: `“${id}” stands twice` })
  const counted = (scale.counted ?? []).flatMap((group) => group.items)
  if (scale.scoring === 'count' && [...counted].sort().join() !== [...scale.items].sort().join())
    faults.push({
      field: `${field}.counted`,
      problem: 'a count says for each of its items, once, what counts',
    })
  if (scale.scoring !== 'count' && scale.counted !== undefined)
    faults.push({ field: `${field}.counted`, problem: 'only a count has counted answers' })
  if (scale.missing.rule === 'at-least' && scale.scoring !== 'mean')
    faults.push({ field: `${field}.missing`, problem: 'at-least is for means: a partial sum is not a sum' })
  if (scale.missing.rule === 'at-least' && scale.missing.items > scale.items.length)
    faults.push({ field: `${field}.missing.items`, problem: 'asks for more items than the scale has' })
  if (scale.missing.rule === 'prorate' && scale.scoring !== 'sum')
    faults.push({ field: `${field}.missing`, problem: 'prorate is for sums' })
  if (scale.missing.rule === 'prorate' && scale.missing.missing >= scale.items.length)
    faults.push({ field: `${field}.missing.missing`, problem: 'lets every item be missing' })
  faults.push(...evidenceFaults(`${field}.evidence`, scale.evidence))
  if (scale.spread) faults.push(...evidenceFaults(`${field}.spread.evidence`, scale.spread.evidence))
  faults.push(...evidenceFaults(`${field}.missing.evidence`, scale.missing.evidence))
  if (scale.bands !== undefined) {
    faults.push(...evidenceFaults(`${field}.bands.evidence`, scale.bands.evidence))
    const starts = scale.bands.list.map((band) => band.from)
    if (starts.some((from, index) => index > 0 && from <= (starts[index - 1] ?? from)))
      faults.push({ field: `${field}.bands.list`, problem: 'bands must ascend' })
  }
  return faults
}

/** Each question stands in one module, so that it is asked with it and never twice. */
function moduleFaults(instrument: Instrument): Incoherence[] {
  const { modules, items } = instrument
  if (modules === undefined) return []
  const named = modules.flatMap((module) => module.items)
  const known = new Set(items.map((item) => item.id))
  const problems = [
    ...repeated(modules.map(({ id }) => id)).map((id) => `the module “${id}” stands twice`),
    ...repeated(named).map((id) => `“${id}” stands in two modules`),
    ...named.filter((id) => !known.has(id)).map((id) => `no item is called “${id}”`),
    ...items.filter(({ id }) => !named.includes(id)).map(({ id }) => `“${id}” stands in no module`),
    ...(instrument.scales.length > 0 ? ['a survey is not scored: its modules take turns'] : []),
  ]
  return problems.map((problem) => ({ field: 'modules', problem }))
}

/**
 * What no shape can say: that references lead somewhere, that nothing stands twice, that a rule fits its scoring.
 * An empty list means that scoring, asking and reporting cannot meet a contradiction.
 */
export function incoherences(instrument: Instrument): Incoherence[] {
  const faults: Incoherence[] = []
  for (const id of repeated(instrument.items.map((item) => item.id)))
    faults.push({ field: 'items', problem: `the id “${id}” stands twice` })
  for (const key of repeated(instrument.items.map((item) => item.key)))
    faults.push({ field: 'items', problem: `the key “${key}” stands twice` })
  for (const id of repeated(instrument.scales.map((scale) => scale.id)))
    faults.push({ field: 'scales', problem: `the id “${id}” stands twice` })
  for (const [name, set] of Object.entries(instrument.optionSets)) {
    for (const value of repeated(set.options.map((option) => option.value)))
      faults.push({ field: `optionSets.${name}`, problem: `the value ${value} stands twice` })
    if (new Set(set.options.map((option) => localesOf(option.text).join())).size > 1)
      faults.push({ field: `optionSets.${name}`, problem: 'every option needs text in the same languages' })
  }
  instrument.items.forEach((item, at) => {
    faults.push(...itemFaults(instrument, item, at))
  })
  faults.push(...moduleFaults(instrument))
  const known = new Set(instrument.items.map((item) => item.id))
  instrument.scales.forEach((scale, at) => {
    faults.push(...scaleFaults(scale, at, known))
  })
  const used = [
    ...instrument.items.flatMap((item) => [...localesOf(item.text), ...localesOf(item.name)]),
    ...(instrument.modules ?? []).flatMap((module) => localesOf(module.name)),
    ...Object.values(instrument.optionSets).flatMap((set) =>
      set.options.flatMap((option) => localesOf(option.text)),
    ),
  ]
  for (const locale of new Set(used))
    if (!instrument.languages.includes(locale))
      faults.push({ field: 'languages', problem: `there is text in “${locale}”, which is not listed` })
  return faults
}

const localesOf = (text: Readonly<Record<string, string>> | undefined) => Object.keys(text ?? {}).sort()
