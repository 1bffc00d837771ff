import { direction } from './format.ts'
import { along, type Scale, ticks } from './scale.ts'

/** One wave of a trend, oldest first. */
export type TrendPoint = {
  /** In full, for the table: “October 2026”. */
  name: string
  /** For the axis: “Oct”. */
  short: string
  /** Missing where nothing is shown: hidden, empty, or told by a later point that pools this wave. */
  figure?: TrendFigure | undefined
}

export type TrendFigure = {
  value: number
  /** Ends of the interval, 95 %, and how many people answered, where the release gives them. */
  low?: number | undefined
  high?: number | undefined
  n?: number | undefined
  /** How many waves this figure is the mean of, this one the last; 1 is a wave on its own. */
  waves: number
}

/** Top and bottom of the plot and of its drawing, in pixels. */
export const trendBox = { top: 34, bottom: 190, height: 230 }

type Dot = { x: number; y: number }

/** Everything that is drawn: x in per cent of the width, y in pixels. */
export type TrendDrawing = {
  levels: { mark: number; y: number }[]
  labels: { short: string; x: number }[]
  gaps: { x: number; width: number }[]
  /** Lines between neighbouring waves; never across a gap. */
  runs: Dot[][]
  dots: Dot[]
  /** Several waves taken together: a bench from the first to the last, with its head in the middle. */
  benches: { from: number; to: number; x: number; y: number }[]
}

const edges: readonly [number, number] = [9, 98]
const mostLabels = 6
/** The bench of a pooled figure reaches this share of the way to the next wave. */
const reach = 0.3

export function drawTrend({
  points,
  scale,
  locale,
}: {
  points: readonly TrendPoint[]
  scale: Scale
  locale: string
}): TrendDrawing {
  const last = Math.max(points.length - 1, 1)
  const x = (order: number) => along({ share: order / last, direction: direction(locale), edges })
  const y = (value: number) => {
    const share = Math.min(1, Math.max(0, (value - scale.min) / (scale.max - scale.min)))
    return round(trendBox.bottom - share * (trendBox.bottom - trendBox.top))
  }
  const told = new Set(points.flatMap((point, order) => covered(point, order)))
  const every = Math.ceil(points.length / mostLabels)
  const step = (edges[1] - edges[0]) / last

  const runs: Dot[][] = []
  let run: Dot[] = []
  const drawing: TrendDrawing = {
    levels: ticks(scale).map((mark) => ({ mark, y: y(mark) })),
    labels: points.flatMap(({ short }, order) =>
      (points.length - 1 - order) % every === 0 ? [{ short, x: x(order) }] : [],
    ),
    gaps: [],
    runs,
    dots: [],
    benches: [],
  }
  points.forEach(({ figure }, order) => {
    if (figure?.waves === 1) {
      const dot = { x: x(order), y: y(figure.value) }
      drawing.dots.push(dot)
      run.push(dot)
      return
    }
    if (run.length > 1) runs.push(run)
    run = []
    if (figure) {
      const first = Math.max(0, order - figure.waves + 1)
      const ends = [x(Math.max(0, first - reach)), x(Math.min(last, order + reach))] as const
      drawing.benches.push({
        from: Math.min(...ends),
        to: Math.max(...ends),
        x: x((first + order) / 2),
        y: y(figure.value),
      })
    } else if (!told.has(order)) {
      drawing.gaps.push({ x: round(Math.max(0, x(order) - step / 2)), width: round(step) })
    }
  })
  if (run.length > 1) runs.push(run)
  return drawing
}

/**
 * Of figures that speak for overlapping waves, keeps the newest and the older ones beside it, so that each wave is told
 * by one figure at most. A release holds a figure for every wave; all of them at once could not be read.
 */
export function withoutOverlap(points: readonly TrendPoint[]): TrendPoint[] {
  let untold = points.length
  return points
    .toReversed()
    .map((point, back) => {
      const order = points.length - 1 - back
      if (!point.figure) return point
      if (order >= untold) return { name: point.name, short: point.short }
      untold = order - point.figure.waves + 1
      return point
    })
    .reverse()
}

export type TrendRow = { from: string; to: string; figure: TrendFigure | undefined }

/** The trend row by row, oldest first: pooled waves in one row that names the first and the last of them. */
export function trendRows(points: readonly TrendPoint[]): TrendRow[] {
  const told = new Set(points.flatMap((point, order) => covered(point, order)))
  return points.flatMap(({ name, figure }, order): TrendRow[] => {
    if (!figure) return told.has(order) ? [] : [{ from: name, to: name, figure }]
    const first = points[Math.max(0, order - figure.waves + 1)]
    return [{ from: first?.name ?? name, to: name, figure }]
  })
}

/** How many waves the widest figure of a trend speaks for; 1 where every wave stands on its own. */
export function mostPooled(points: readonly TrendPoint[]): number {
  return Math.max(1, ...points.map(({ figure }) => figure?.waves ?? 1))
}

/** Whether a wave is told by no figure at all. */
export function hasGap(points: readonly TrendPoint[]): boolean {
  return trendRows(points).some(({ figure }) => !figure)
}

/** The earlier waves that a pooled figure speaks for. */
function covered({ figure }: TrendPoint, order: number): number[] {
  if (!figure) return []
  return Array.from({ length: figure.waves - 1 }, (_, back) => order - back - 1).filter((at) => at >= 0)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
