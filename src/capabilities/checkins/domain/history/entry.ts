import { pad } from '#packages/sealed/index.ts'

/** What she said, in the words that she read. Nothing in it is counted, and it names no moment, only a day. */
export type HistoryEntry = {
  readonly format: 1
  readonly kind: 'check-in' | 'alone'
  /** The wave's title, or the questionnaire's. */
  readonly title: string
  /** The day by her device (ISO). */
  readonly on: string
  readonly answers: readonly { readonly question: string; readonly answer: string | null }[]
  /** Of what she filled in for herself: which questionnaire, and the score of each scale that may be shown. */
  readonly instrument?: { readonly id: string; readonly version: string }
  readonly scores?: Readonly<Record<string, number>>
}

/** Entries are filled up to one of few sizes, so that their length does not say which questionnaire it was. */
const step = 4_096

/** @returns undefined for an entry that is longer than any could be. */
export const encodeEntry = (entry: HistoryEntry): Uint8Array<ArrayBuffer> | undefined => {
  const bytes = new TextEncoder().encode(JSON.stringify(entry))
  const padded = pad({ bytes, size: Math.ceil((bytes.length + 4) / step) * step })
  return padded.ok ? padded.value : undefined
}
