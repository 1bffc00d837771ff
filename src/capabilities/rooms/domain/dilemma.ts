import type { Words } from './format/format.ts'

export const dilemmaThemes = [
  'workload',
  'conflict',
  'moral-distress',
  'speaking-up',
  'leadership',
  'loss',
  'equity',
  'supervision',
  'error',
  'violence',
  'boundaries',
  'change',
] as const
export type DilemmaTheme = (typeof dilemmaThemes)[number]

/** Somebody's hard place, made up and told without anything that could name a person, to be worked on in a format. */
export type Dilemma = {
  id: string
  version: string
  themes: readonly DilemmaTheme[]
  /** `leaders`: told from where somebody leads others. */
  told: 'by-anyone' | 'by-leaders'
  title: Words
  /** Told in the first person, so that it can be read aloud as one's own. */
  story: Words
  /** What the one who tells it asks for. */
  asks: Words
}
