import { languageParameter } from '#ui/languages.ts'
import {
  keepLanguage,
  keptLanguage,
  languageAsked,
  pageLanguage,
  speakPageLanguage,
} from '#ui/page-language.client.ts'

/**
 * Pages with a session come in the language of whoever is signed in. Those without know nobody: they come in the
 * browser's, and in another only where this browser keeps a choice.
 */
export const init = (): void => {
  speakPageLanguage()
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
