import { direction } from './format.ts'
import { place, type Scale, ticks } from './scale.ts'

/** One group of a release. A row that is not shown carries nothing but its name, so hidden and empty cannot differ. */
export type BenchRow = ShownRow | HiddenRow

type Named = {
  name: string
  /** 0 the whole, 1 its parts, and so on: the order and nesting of the staff list. */
  depth: number
  /** The group of the person who reads. */
  yours?: boolean | undefined
  /** The whole that everybody is in. */
  whole?: boolean | undefined
}

export type ShownRow = Named & {
  shown: true
  /** How many people answered. */
  n: number
  value: number
  /** Ends of the interval, 95 %. */
  low: number
  high: number
  /** The same figure last time, where it was shown. */
  before?: number | undefined
}

export type HiddenRow = Named & { shown: false }

/** Where the parts of one row's drawing stand, in per cent of its width. */
export type BenchPlaces = { value: number; low: number; high: number; before: number | undefined }

export function benchPlaces({
  row,
  scale,
  locale,
}: {
  row: ShownRow
  scale: Scale
  locale: string
}): BenchPlaces {
  const at = (value: number) => place({ value, scale, direction: direction(locale) })
  return {
    value: at(row.value),
    low: at(row.low),
    high: at(row.high),
    before: row.before === undefined ? undefined : at(row.before),
  }
}

/** The marked places of the scale with where they stand, in per cent. */
export function tickPlaces({
  scale,
  locale,
}: {
  scale: Scale
  locale: string
}): { mark: number; x: number }[] {
  return ticks(scale).map((mark) => ({
    mark,
    x: place({ value: mark, scale, direction: direction(locale) }),
  }))
}
