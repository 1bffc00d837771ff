type Draft = { code: string; name: string }

const keyOf = ({ code, name }: Draft) => `kith-draft-${code}-${name}`

/** Words that somebody is writing, of this tab: they outlive a reload and go with the window. */
export const readDraft = (draft: Draft): string => {
  try {
    return sessionStorage.getItem(keyOf(draft)) ?? ''
  } catch {
    return ''
  }
}

/** Nothing is kept of no words. */
export const writeDraft = (draft: Draft, words: string): void => {
  try {
    if (words === '') sessionStorage.removeItem(keyOf(draft))
    else sessionStorage.setItem(keyOf(draft), words)
  } catch {
    // A browser that keeps nothing: the words stay on the page.
  }
}
