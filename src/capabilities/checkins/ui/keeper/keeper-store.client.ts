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

/** What this browser keeps between two openings of the page, where it keeps anything. */
export const keptState = (): WitnessState => readState(read(place) ?? '') ?? newState

export const keepState = (state: WitnessState): void => write(place, JSON.stringify(state))

/** What of a state would be lost: not when it was last looked at. */
const markOf = (state: WitnessState): string =>
  JSON.stringify([
    state.secret,
    state.lists.map(({ address, known }) => [address, known?.number, known?.hash]),
  ])

export const isInFile = (state: WitnessState): boolean =>
  read(savedPlace) === markOf(state) || markOf(state) === markOf(newState)

/** Hands the state to the browser as a file to save. */
export const saveToFile = (state: WitnessState): void => {
  const href = URL.createObjectURL(new Blob([JSON.stringify(state)], { type: 'application/json' }))
  Object.assign(document.createElement('a'), { href, download: 'kith-witness.json' }).click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
  write(savedPlace, markOf(state))
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
