import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestEvent } from '@sveltejs/kit'
import { overwriteServerAsyncLocalStorage } from '#messages/runtime.js'
import {
  isLanguage,
  type Language,
  languageAccepted,
  languageKept,
  languageParameter,
} from '#ui/languages.ts'

const spoken = new AsyncLocalStorage<{ locale?: Language; origin?: string; messageCalls?: Set<string> }>()
overwriteServerAsyncLocalStorage({
  getStore: () => spoken.getStore(),
  run: (store, work) => spoken.run(store, work),
})

/** Everything that `work` says is in this language, whatever other requests are answered meanwhile. */
export const inLanguage = <T>(language: Language, work: () => T): T => spoken.run({ locale: language }, work)

/** What the address asks for; only a page that is read can be asked for in another language. */
export const languageChosen = (event: RequestEvent): Language | undefined => {
  const chosen = event.request.method === 'GET' ? event.url.searchParams.get(languageParameter) : null
  return isLanguage(chosen) ? chosen : undefined
}

/**
 * The language to answer in. With a session: what the member chose on any device, then the cookie, which only `/app`
 * ever receives, then the browser's, then the organisation's. Without one: what the address says, then the browser's.
 */
export const languageOf = (event: RequestEvent, given: { isApp: boolean }): Language => {
  const accepted = languageAccepted(event.request.headers.get('accept-language'))
  if (!given.isApp) return languageChosen(event) ?? accepted ?? 'en'
  const { actor } = event.locals
  if (actor?.language) return actor.language
  const kept = event.cookies.get(languageKept)
  if (isLanguage(kept)) return kept
  const house = actor?.organisation.language
  return accepted ?? (isLanguage(house) ? house : 'en')
}

/** Lets use cases know what the page is made in: titles of questionnaires, days in a list. */
export const readsIn = (event: RequestEvent, language: Language): void => {
  if (event.locals.actor) event.locals.actor = { ...event.locals.actor, language }
}
