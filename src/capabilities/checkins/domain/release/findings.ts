import type { Finding, FindingFacts, ItemReport, ReleasedItem } from './document.ts'
import { type Interval, overlap } from './interval.ts'

type Reading = FindingFacts & { interval: Interval; scale: string; goodness: number; step: number }

/**
 * At most three sentences: the worst and the best of the means that share a scale (or, with nothing to compare,
 * the first item), and of the other items the one that moved most since the wave before, measured against the
 * length of its scale.
 */
export const findingsIn = (items: readonly ReleasedItem[]): Finding[] => {
  const readings = items.flatMap((item) => readingOf(item) ?? [])
  const comparable = mostOfOneScale(readings)
  const ordered = comparable.toSorted((a, b) => a.goodness - b.goodness)
  const [worst, ...better] = ordered
  const best = better.at(-1)
  const findings: Finding[] = []
  if (worst && best) {
    const isClear = (reading: Reading) =>
      comparable.every((other) => other === reading || !overlap(other.interval, reading.interval))
    findings.push({ code: 'lowest-whole', ...factsOf(worst), isClear: isClear(worst) })
    findings.push({ code: 'highest-whole', ...factsOf(best), isClear: isClear(best) })
  } else if (readings[0]) {
    findings.push({ code: 'only-whole', ...factsOf(readings[0]) })
  }
  const said = new Set(findings.map(({ item }) => item))
  const [moved] = readings
    .filter(({ item, step }) => step !== 0 && !said.has(item))
    .toSorted((a, b) => Math.abs(b.step) - Math.abs(a.step))
  if (moved && moved.before !== null) {
    const direction = moved.step > 0 ? 'better' : 'worse'
    findings.push({ code: 'changed-whole', ...factsOf(moved), before: moved.before, direction })
  }
  return findings
}

const factsOf = ({ item, value, pooled, before, couldBeChance }: Reading): FindingFacts => ({
  item,
  value,
  pooled,
  before,
  couldBeChance,
})

const readingOf = ({ id, report, options, cells: [whole] }: ReleasedItem): Reading | null => {
  const point = whole?.trend.at(-1)
  if (!whole?.shown || !point) return null
  const values = options.map(({ value }) => value)
  const [least, most] = report.kind === 'mean' ? [Math.min(...values), Math.max(...values)] : [0, 1]
  const along = (value: number) => (isBetterHigher(report) ? 1 : -1) * ((value - least) / (most - least))
  const before = whole.before?.value ?? null
  return {
    item: id,
    value: point.value,
    pooled: point.pooled !== undefined,
    before,
    couldBeChance: whole.before?.couldBeChance ?? false,
    interval: point,
    scale: report.kind === 'mean' ? JSON.stringify([least, most, isBetterHigher(report)]) : '',
    goodness: along(point.value),
    step: before === null ? 0 : along(point.value) - along(before),
  }
}

const isBetterHigher = ({ kind, higherIs }: ItemReport) =>
  (higherIs ?? (kind === 'mean' ? 'better' : 'worse')) === 'better'

/** The largest set of means on one scale in one direction; empty when none has company. */
const mostOfOneScale = (readings: readonly Reading[]): Reading[] => {
  const byScale = Map.groupBy(
    readings.filter(({ scale }) => scale !== ''),
    ({ scale }) => scale,
  )
  const largest = [...byScale.values()].reduce<Reading[]>(
    (most, next) => (next.length > most.length ? next : most),
    [],
  )
  return largest.length > 1 ? largest : []
}
