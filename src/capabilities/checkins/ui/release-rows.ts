import type { BenchRow } from '#ui/bench-rows.ts'
import { day, shortDay } from '#ui/format.ts'
import { answerScale, type Scale, shareScale } from '#ui/scale.ts'
import type { TrendPoint } from '#ui/trend.ts'
import type {
  ReleaseDocument,
  ReleasedItem,
  TrendPoint as ReleasedPoint,
  ReleasedUnit,
} from '../domain/release/document.ts'

/** The scale of an item: its answers from end to end, or people in every 100. */
export const scaleOf = ({ report, options }: Pick<ReleasedItem, 'report' | 'options'>): Scale => {
  if (report.kind === 'share') return shareScale
  const ordered = options.toSorted((a, b) => a.value - b.value)
  const [least] = ordered
  const most = ordered.at(-1)
  return answerScale({
    min: least?.value ?? 0,
    max: most?.value ?? 1,
    lowEnd: least?.label ?? '',
    highEnd: most?.label ?? '',
  })
}

/** A figure of the document as its scale shows it: shares are written as people in every 100. */
export const onScale = (scale: Scale, value: number): number => (scale.unit === 'share' ? value * 100 : value)

/** The unit in whose result somebody of this unit is counted; null when the release knows no such unit. */
export const reportingUnitOf = (units: readonly ReleasedUnit[], unit: string | null): string | null => {
  const found = units.find(({ id }) => id === unit)
  return found ? (found.with ?? found.id) : null
}

/** Rows in the order of the staff list. A hidden one carries its name and its place, and nothing else. */
export const benchRowsOf = (given: {
  item: ReleasedItem
  units: readonly ReleasedUnit[]
  yours: string | null
}): BenchRow[] => {
  const { item, units, yours } = given
  const scale = scaleOf(item)
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  return item.cells.map((cell) => {
    const { name = '', depth = 0 } = byId.get(cell.unit) ?? {}
    const named = { name, depth, ...(depth === 0 ? { whole: true } : {}) }
    const row = cell.unit === yours ? { ...named, yours: true } : named
    if (!cell.shown) return { ...row, shown: false }
    return {
      ...row,
      shown: true,
      n: cell.n,
      value: onScale(scale, cell.value),
      low: onScale(scale, cell.low),
      high: onScale(scale, cell.high),
      ...(cell.before ? { before: onScale(scale, cell.before.value) } : {}),
    }
  })
}

/** The trend of one unit over the waves of a release, oldest first; missing figures stay missing. */
export const trendPointsOf = (given: {
  item: ReleasedItem
  waves: ReleaseDocument['waves']
  unit: string
  locale: string
}): TrendPoint[] => {
  const { item, unit } = given
  return pointsOf({ ...given, trend: item.cells.find((cell) => cell.unit === unit)?.trend ?? [] })
}

/** Places of a trend as they are drawn, one for each wave. */
export const pointsOf = (given: {
  item: Pick<ReleasedItem, 'report' | 'options'>
  waves: ReleaseDocument['waves']
  trend: readonly ReleasedPoint[]
  locale: string
}): TrendPoint[] => {
  const { item, waves, trend, locale } = given
  const scale = scaleOf(item)
  return waves.map(({ closesOn }, at) => {
    const point = trend[at] ?? null
    const named = {
      name: day({ on: closesOn, locale, weekday: false, year: true }),
      short: shortDay({ on: closesOn, locale }),
    }
    if (!point) return named
    const { n, pooled } = point
    const [value, low, high] = [point.value, point.low, point.high].map((one) => onScale(scale, one))
    if (value === undefined) return named
    return { ...named, figure: { value, low, high, n, waves: pooled?.waves ?? 1 } }
  })
}

/** When the wave before closed, to name the hollow rings; undefined where this is the first. */
export const beforeNameOf = (given: {
  waves: ReleaseDocument['waves']
  locale: string
}): string | undefined => {
  const before = given.waves.at(-2)
  return before && day({ on: before.closesOn, locale: given.locale, weekday: false })
}
