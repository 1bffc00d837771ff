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
 * What a page knows once a file was opened. Her file counts: any page from her disk may write what a browser keeps. What
 * the browser had seen must stand on the list as well, and an alarm of either stays.
 */
export const withFile = (here: WitnessState, file: WitnessState): WitnessState => {
  const lists = new Map(here.lists.map((list) => [list.address, list]))
  for (const list of file.lists) {
    const other = lists.get(list.address)
    const trouble = [list, other].map((one) => one?.trouble).find((one) => one?.kind === 'alarm')
    const seen = { alsoKnown: other?.known ?? list.alsoKnown, trouble: trouble ?? null }
    lists.set(list.address, { ...list, ...seen, entries: [] })
  }
  return { ...file, secret: file.secret ?? here.secret, lists: [...lists.values()] }
}

/** As it is kept: without the entries, which each look fetches and verifies anew. */
export const writeState = (state: WitnessState): string =>
  JSON.stringify({ ...state, lists: state.lists.map(({ entries: _, ...list }) => list) })
