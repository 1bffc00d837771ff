import { newState, readState, type WitnessState } from '../../domain/watching/state.ts'

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

/**
 * What this browser keeps between two openings of the page, where it keeps anything: the lists and never the key. Any
 * other page that is opened from this disk may read, and change, what a browser keeps for such pages.
 */
export const keptState = (): WitnessState => ({ ...(readState(read(place) ?? '') ?? newState), secret: null })

export const keepState = (state: WitnessState): void =>
  write(place, JSON.stringify({ ...state, secret: null } satisfies WitnessState))

/** What of the lists would be lost: not when they were last looked at. */
const markOf = (state: WitnessState): string =>
  JSON.stringify(state.lists.map(({ address, known }) => [address, known?.number, known?.hash]))

/** Whether all of it is in a file; `savedSecret`: the key of the file that was saved or opened since the page was. */
export const isInFile = (state: WitnessState, savedSecret: string | null): boolean =>
  (state.secret === null || state.secret === savedSecret) &&
  (read(savedPlace) === markOf(state) || state.lists.length === 0)

/** A file with this state is on her disk. */
export const noteInFile = (state: WitnessState): void => write(savedPlace, markOf(state))

/** Hands the state to the browser as a file to save. */
export const saveToFile = (state: WitnessState): void => {
  const href = URL.createObjectURL(new Blob([JSON.stringify(state)], { type: 'application/json' }))
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
