/** The longest that one's own step may be. */
export const LONGEST_STEP = 500

const keyOf = (code: string) => `kith-step-${code}`

/** What she wrote as her own step in the room with this code. It is nowhere but in this browser. */
export const readStep = (code: string): string | undefined => {
  try {
    return localStorage.getItem(keyOf(code)) ?? undefined
  } catch {
    return undefined
  }
}

/** @returns whether the browser keeps it; some windows keep nothing. */
export const keepStep = (code: string, words: string): boolean => {
  try {
    localStorage.setItem(keyOf(code), words)
    return localStorage.getItem(keyOf(code)) === words
  } catch {
    return false
  }
}

export const dropStep = (code: string): void => {
  try {
    localStorage.removeItem(keyOf(code))
  } catch {
    // What was never kept cannot be dropped.
  }
}

/** Says when another page of this browser has changed it. @returns what ends the watching. */
export const watchStep = (code: string, changed: () => void): (() => void) => {
  const listen = ({ key }: StorageEvent) => {
    if (key === null || key === keyOf(code)) changed()
  }
  addEventListener('storage', listen)
  return () => removeEventListener('storage', listen)
}
