import type { SeriesLinks, UnitLink } from '../linking/series-links.ts'
import type { AskedQuestion, Cell, ReleaseDocument, ReleasedWave, TrendPoint } from './document.ts'
import { resultOf, round } from './result-of.ts'
import { LONGEST_TREND } from './trend.ts'

/** Earlier releases of one instrument, oldest first, with a quick way to their cells. */
export type Series = {
  readonly waves: readonly ReleasedWave[]
  readonly releases: readonly ReleaseDocument[]
  /** How units go on from the last of them. */
  readonly links: SeriesLinks
  readonly pastOf: (given: { item: AskedQuestion; unit: string }) => readonly (Cell | undefined)[]
}

/**
 * The releases that a trend may join: the same instrument and the same top of the audience (`root`, or what it was
 * before a reorganisation), the latest eleven. An item is joined only with itself: the same options in the same order,
 * reported in the same way. Where units were reorganised, a unit is joined with the results that add up to the same
 * groups of people, and with none where none do. Throws on a format it does not know. Audiences with several tops look
 * alike here; callers keep them apart.
 */
export const readSeries = (given: {
  wave: ReleasedWave
  root: string | undefined
  earlier: readonly ReleaseDocument[]
  /** From each wave from which this one may go on; left out where units are what they were. */
  links?: readonly SeriesLinks[] | undefined
}): Series => {
  const { wave, earlier } = given
  for (const { format } of earlier)
    if (format !== 1 && format !== 2) throw new RangeError(`unknown release format ${format}`)
  if (earlier.some((release) => release.wave.id === wave.id))
    throw new RangeError('this wave is released already')
  const ordered = earlier
    .filter((release) => release.wave.instrument.id === wave.instrument.id)
    .toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1))
  const series: ReleaseDocument[] = []
  let root = given.root
  let links = given.links
  for (const release of ordered.toReversed()) {
    const top = release.units[0]?.id
    const were = links
      ?.find(({ since }) => since === release.wave.id)
      ?.units.find(({ unit }) => unit === root)
    const isSame = were ? were.from?.length === 1 && were.from[0]?.unit === top : top === root
    if (!isSame) continue
    series.unshift(release)
    root = top
    links = release.links ? [release.links] : undefined
  }
  const joined = series.slice(1 - LONGEST_TREND)
  const found = joined.map((release) => {
    const items = release.items.map((item) => {
      const cells = new Map(item.cells.map((cell) => [cell.unit, cell]))
      return [item.id, { meaning: meaningOf(item), cells }] as const
    })
    return new Map(items)
  })
  const steps = joined.map((release, at) => {
    const next = joined[at + 1]
    return stepBack({ since: release.wave.id, links: next ? next.links && [next.links] : given.links })
  })
  return {
    waves: joined.map((release) => release.wave),
    releases: joined,
    links: {
      since: joined.at(-1)?.wave.id ?? '',
      units: given.links?.find(({ since }) => since === joined.at(-1)?.wave.id)?.units ?? [],
    },
    pastOf: ({ item, unit }) => {
      const meaning = meaningOf(item)
      const past: (Cell | undefined)[] = []
      let units: readonly string[] = [unit]
      for (let at = joined.length - 1; at >= 0; at--) {
        units = units.flatMap((one) => steps[at]?.(one) ?? [])
        const known = found[at]?.get(item.id)
        past.unshift(known?.meaning === meaning ? addedUp({ item, units, cells: known.cells }) : undefined)
      }
      return past
    },
  }
}

/** The units of a wave as which one of the wave after it was counted; none where its trend stops. */
const stepBack =
  (given: { since: string; links: readonly SeriesLinks[] | undefined }) =>
  (unit: string): readonly string[] => {
    if (given.links === undefined) return [unit]
    // Links to other waves than this say nothing of it, and what nobody knows is not joined.
    const link: UnitLink | undefined = given.links
      .find(({ since }) => since === given.since)
      ?.units.find((one) => one.unit === unit)
    if (link) return link.from?.map((one) => one.unit) ?? []
    return given.links.some(({ since }) => since === given.since) ? [unit] : []
  }

/**
 * Several results of one wave as one: what anybody can add up who reads them, and nothing where one of them is hidden.
 * Where one was drawn as a mean over several waves, so is the sum, weighted by who answered.
 */
const addedUp = (given: {
  item: AskedQuestion
  units: readonly string[]
  cells: ReadonlyMap<string, Cell>
}): Cell | undefined => {
  const cells = given.units.flatMap((unit) => given.cells.get(unit) ?? [])
  const [only] = cells
  if (!only || cells.length < given.units.length) return undefined
  if (cells.length === 1) return only
  const shown = cells.flatMap((cell) => (cell.shown ? [cell] : []))
  const points = cells.flatMap(({ trend }) => trend.at(-1) ?? [])
  if (shown.length < cells.length || points.length < cells.length)
    return { unit: only.unit, shown: false, trend: [null] }
  const counts = only.shown ? only.counts.map((_, at) => sum(shown.map((cell) => cell.counts[at] ?? 0))) : []
  const single = resultOf({ item: given.item, counts })
  const waves = Math.max(...points.map(({ pooled }) => pooled?.waves ?? 1))
  const mean = (of: (point: NonNullable<TrendPoint>) => number) =>
    round(sum(points.map((point) => point.n * of(point))) / sum(points.map(({ n }) => n)))
  const point: TrendPoint =
    waves === 1
      ? { n: single.n, value: single.value, low: single.low, high: single.high }
      : {
          n: single.n,
          value: mean(({ value }) => value),
          low: mean(({ low }) => low),
          high: mean(({ high }) => high),
          pooled: { reason: 'small-change', waves },
        }
  return { unit: only.unit, ...single, before: null, trend: [point] }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

const ageOf = ({ wave }: ReleaseDocument) => `${wave.opensOn} ${wave.closesOn} ${wave.publishedAt}`

/** Whether both have the same options in the same order, reported in the same way. */
export const isSameQuestion = (a: AskedQuestion, b: AskedQuestion): boolean => meaningOf(a) === meaningOf(b)

const meaningOf = ({ options, report }: AskedQuestion) =>
  JSON.stringify([
    options.map(({ value }) => value),
    report.kind,
    report.kind === 'share' ? report.values : [],
  ])
