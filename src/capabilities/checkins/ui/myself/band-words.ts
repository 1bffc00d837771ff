import { m } from '#messages'

const words: Readonly<Record<string, () => string>> = {
  minimal: m.alone_band_minimal,
  mild: m.alone_band_mild,
  moderate: m.alone_band_moderate,
  'moderately-severe': m.alone_band_moderately_severe,
  severe: m.alone_band_severe,
  'very-low': m.alone_band_very_low,
  low: m.alone_band_low,
  'not-low': m.alone_band_not_low,
  normal: m.alone_band_normal,
  average: m.alone_band_average,
  'at-risk': m.alone_band_at_risk,
  high: m.alone_band_high,
}

/** A published band in the reader's language; nothing for one that has no words yet. */
export const bandWords = (band: string): string => words[band]?.() ?? ''
