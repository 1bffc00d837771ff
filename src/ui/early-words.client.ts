const typed = new Map<HTMLTextAreaElement, string>()

const note = ({ target }: Pick<Event, 'target'>): void => {
  if (target instanceof HTMLTextAreaElement) typed.set(target, target.value)
}

/**
 * Remembers what somebody writes into fields of several lines before the page has come alive: on a slow network that
 * takes seconds, and then Svelte puts the server's words there once more. To be called before it does.
 */
export const noteEarlyWords = (): void => {
  for (const target of document.querySelectorAll('textarea'))
    if (target.value !== target.defaultValue) note({ target })
  document.addEventListener('input', note, true)
}

/** The page is alive: what was written is put back where it was lost. */
export const giveBackEarlyWords = (): void => {
  document.removeEventListener('input', note, true)
  for (const [area, words] of typed) {
    if (!area.isConnected || area.value === words) continue
    area.value = words
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
  typed.clear()
}
