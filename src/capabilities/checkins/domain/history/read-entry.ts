import { unpad } from '#packages/sealed/index.ts'
import type { HistoryEntry } from './entry.ts'

/** @returns undefined for anything that `encodeEntry` of this or an earlier release did not write. */
export const decodeEntry = (padded: Uint8Array): HistoryEntry | undefined => {
  const bytes = unpad(padded)
  if (!bytes.ok) return undefined
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes.value))
    const isOurs = typeof read === 'object' && read !== null && 'format' in read && read.format === 1
    return isOurs ? (read as HistoryEntry) : undefined
  } catch {
    return undefined
  }
}

/** The newest day first; entries of one day as they come. */
export const newestFirst = (entries: readonly HistoryEntry[]): HistoryEntry[] =>
  [...entries].sort((a, b) => b.on.localeCompare(a.on))
