import { number } from './format.ts'

/**
 * What a plot is drawn on. `points` are averages on an answer scale, with one decimal;
 * `share` is people in every 100, from 0 to 100, without decimals.
 */
export type Scale = {
  unit: 'points' | 'share'
  min: number
  max: number
  /** Distance between marked places. */
  step: number
  /** Words at either end; empty where the numbers say enough. */
  lowEnd: string
  highEnd: string
}

/** An answer scale such as 1, strongly disagree, to 5, strongly agree. */
export function answerScale(ends: { min: number; max: number; lowEnd: string; highEnd: string }): Scale {
  return { unit: 'points', step: ends.max - ends.min > 6 ? 2 : 1, ...ends }
}

/** People in every 100. */
export const shareScale: Scale = { unit: 'share', min: 0, max: 100, step: 25, lowEnd: '', highEnd: '' }

/** The marked places of a scale, lowest first. */
export function ticks(scale: Scale): number[] {
  const marks: number[] = []
  for (let mark = scale.min; mark <= scale.max; mark += scale.step) marks.push(mark)
  return marks
}

/** A figure as this scale writes it. */
export function figure({ value, scale, locale }: { value: number; scale: Scale; locale: string }): string {
  return number({ value, digits: scale.unit === 'share' ? 0 : 1, locale })
}

/**
 * Where a value stands between two edges of a plot, in per cent of its width and two decimals.
 * A value beyond the scale stands at its end, because an interval may reach further than the answers can.
 */
export function place({
  value,
  scale,
  direction,
  edges = [2, 98],
}: {
  value: number
  scale: Scale
  direction: 'ltr' | 'rtl'
  edges?: readonly [number, number]
}): number {
  const share = Math.min(1, Math.max(0, (value - scale.min) / (scale.max - scale.min)))
  return along({ share, direction, edges })
}

/** A share of the way, 0 to 1, between two edges, counted from where the language begins. */
export function along({
  share,
  direction,
  edges,
}: {
  share: number
  direction: 'ltr' | 'rtl'
  edges: readonly [number, number]
}): number {
  const from = edges[0] + share * (edges[1] - edges[0])
  return Math.round((direction === 'rtl' ? 100 - from : from) * 100) / 100
}
