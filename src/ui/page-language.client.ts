import { overwriteGetLocale } from '#messages/runtime.js'
import { direction } from './format.ts'
import { firstSpoken, isLanguage, type Language, languageKept, languageParameter } from './languages.ts'

/** The language that this page is in: the one that the server wrote it in, until it is changed here. */
export const pageLanguage = (): Language => firstSpoken([document.documentElement.lang]) ?? 'en'

/** From here on every text of this page comes in its language. Called once, before anything is drawn. */
export const speakPageLanguage = (): void => overwriteGetLocale(pageLanguage)

/** Turns the page to another language; what is drawn already must be drawn anew. */
export const turnPage = (language: Language): void => {
  document.documentElement.lang = language
  document.documentElement.dir = direction(language)
}

/** The choice that this browser keeps, for pages that know nobody. Some browsers keep nothing. */
export const keptLanguage = (): Language | undefined => {
  try {
    const kept = localStorage.getItem(languageKept)
    return isLanguage(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

/** What the address asks for, as a link at the foot of the page does. */
export const languageAsked = (): Language | undefined => {
  const asked = new URLSearchParams(location.search).get(languageParameter)
  return isLanguage(asked) ? asked : undefined
}

/**
 * For a page that is drawn by its own script alone, and that a worker may have kept in another language: turns it to
 * what the address asks for, or else to what this browser keeps, before anything is drawn.
 */
export const settlePageLanguage = (): void => {
  speakPageLanguage()
  const asked = languageAsked()
  if (asked) keepLanguage(asked)
  const language = asked ?? keptLanguage()
  if (language) turnPage(language)
}

/** Keeps it where it differs from what the browser asks for anyway: the less stays on a shared computer, the better. */
export const keepLanguage = (language: Language): void => {
  try {
    if (firstSpoken(navigator.languages) === language) localStorage.removeItem(languageKept)
    else localStorage.setItem(languageKept, language)
  } catch {
    // Then the browser's own language stays.
  }
}

/**
 * For pages that the server makes. Those with a session come in the language of whoever is signed in, and this browser
 * keeps it. Those without know nobody: they come in the browser's, and in another only where it keeps one.
 */
export const followKeptLanguage = (): void => {
  const address = new URL(location.href)
  const isHers = address.pathname === '/app' || address.pathname.startsWith('/app/')
  const asked = languageAsked()
  // Without a network a kept copy answers, in whatever language it was kept: that is nobody's choice.
  if (isHers || asked === pageLanguage()) keepLanguage(pageLanguage())
  if (isHers || asked !== undefined) return
  const kept = keptLanguage()
  if (kept === undefined || kept === pageLanguage()) return
  address.searchParams.set(languageParameter, kept)
  location.replace(address)
}
