import type { Cookies } from '@sveltejs/kit'
import { attemptLives } from '#capabilities/people/index.server.ts'

const name = 'kith.provider'
const options = (url: URL) =>
  ({ path: '/app', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const

/** What this browser has to bring back from the provider, sealed; it lives as long as one attempt. */
export const keepAttempt = (event: { cookies: Cookies; url: URL }, kept: string): void =>
  event.cookies.set(name, kept, { ...options(event.url), maxAge: attemptLives })

/** Hands it over and forgets it: an answer counts once. */
export const takeAttempt = (event: { cookies: Cookies; url: URL }): string | undefined => {
  const kept = event.cookies.get(name)
  event.cookies.delete(name, options(event.url))
  return kept
}
