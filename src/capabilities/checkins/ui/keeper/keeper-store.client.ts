import { readState } from '../../domain/watching/read-state.ts'
import { newState, type WitnessState, writeState } from '../../domain/watching/state.ts'
import { newList } from '../../domain/watching/watch.ts'

const place = 'kith-witness'
const savedPlace = 'kith-witness-saved'

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
const write = (name: string, text: string): void => {
  try {
    localStorage.setItem(name, text)
  } catch {
    // Some browsers keep nothing for a page from disk: the file is what counts.
  }
}

const kept = (): WitnessState => readState(read(place) ?? '') ?? newState

/**
 * What this browser keeps between two openings of the page, where it keeps anything: how far the lists were seen. Any
 * other page that is opened from this disk may read, and change, what a browser keeps for such pages: so the key is not
 * there, and what she excused or read the groups of is believed from her file alone.
 */
export const keptState = (): WitnessState => ({
  ...newState,
  lists: kept().lists.map(({ address, name, known, lookedAt, trouble }) => ({
    ...newList(address),
    ...{ name, known, lookedAt, trouble },
  })),
})

/** A key that an earlier version of this page left here, and that may be nowhere else. */
export const oldKey = (): string | null => kept().secret

export const keepState = (state: WitnessState): void =>
  write(place, writeState({ ...state, secret: oldKey() }))

/** What of the lists would be lost: not when they were last looked at. */
const markOf = (state: WitnessState): string =>
  JSON.stringify(
    state.lists.map(({ address, known, excused }) => [address, known?.number, known?.hash, excused]),
  )

/** Whether all of it is in a file; `savedSecret`: the key of the file that was saved or opened since the page was. */
export const isInFile = (state: WitnessState, savedSecret: string | null): boolean =>
  (state.secret === null || state.secret === savedSecret) &&
  (read(savedPlace) === markOf(state) || state.lists.length === 0)

/** A file with this state is on her disk: an old key that is in it need not be here any more. */
export const noteInFile = (state: WitnessState): void => {
  write(savedPlace, markOf(state))
  if (state.secret !== null && state.secret === oldKey()) write(place, writeState({ ...state, secret: null }))
}

/** Hands the state to the browser as a file to save. */
export const saveToFile = (state: WitnessState): void => {
  const href = URL.createObjectURL(new Blob([writeState(state)], { type: 'application/json' }))
  Object.assign(document.createElement('a'), { href, download: 'kith-witness.json' }).click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
  noteInFile(state)
}

/** Hands a signature in. @returns whether it was taken. */
export const handIn = async (
  address: string,
  cosignature: { hash: string; witness: string; signature: string },
): Promise<boolean> => {
  try {
    const response = await fetch(`${address}/cosignatures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(cosignature),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    })
    return response.ok
  } catch {
    return false
  }
}
