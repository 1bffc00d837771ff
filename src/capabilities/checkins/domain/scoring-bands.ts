import type { Scale } from './instrument.ts'

/**
 * The published band of a score, as its key; null where the scale has no bands, the score lies below the first, or
 * the bands are only recalled: what was not verified is never shown.
 */
export function bandOf(scale: Scale, value: number): string | null {
  const { bands } = scale
  if (bands === undefined || !bands.evidence.verified || !scale.evidence.verified) return null
  const factor = 10 ** (bands.roundTo ?? 0)
  const placed = bands.roundTo === null ? value : Math.round(value * factor) / factor
  return bands.list.findLast((band) => placed >= band.from)?.key ?? null
}
