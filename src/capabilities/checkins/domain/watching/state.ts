import type { WatchedList } from './watch.ts'

/** All that a witness's page or `kith verify` remembers: one file, which opens in both. */
export type WitnessState = {
  readonly format: 'kith-witness/1'
  /** The private number of her key, base64url; null for somebody who only watches. */
  readonly secret: string | null
  readonly lists: readonly WatchedList[]
}

export const newState: WitnessState = { format: 'kith-witness/1', secret: null, lists: [] }

/**
 * What a page knows once a file was opened: of each list what was seen of it last, and an alarm stays. The key is the
 * file's, where it has one.
 */
export const withFile = (here: WitnessState, file: WitnessState): WitnessState => {
  const known = new Map(here.lists.map((list) => [list.address, list]))
  for (const list of file.lists) {
    const other = known.get(list.address)
    const isNewer = (list.known?.number ?? 0) >= (other?.known?.number ?? 0)
    known.set(list.address, other && (other.trouble?.kind === 'alarm' || !isNewer) ? other : list)
  }
  return { ...file, secret: file.secret ?? here.secret, lists: [...known.values()] }
}

/** @returns undefined for anything that was not written by `JSON.stringify` of such a state. */
export const readState = (text: string): WitnessState | undefined => {
  try {
    const value = JSON.parse(text) as WitnessState | null
    const isState =
      value?.format === 'kith-witness/1' &&
      (value.secret === null || typeof value.secret === 'string') &&
      Array.isArray(value.lists) &&
      value.lists.every((list) => typeof list?.address === 'string' && Array.isArray(list.entries))
    return isState ? value : undefined
  } catch {
    return undefined
  }
}
