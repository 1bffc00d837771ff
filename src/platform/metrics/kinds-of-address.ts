/**
 * Whose durations are measured: pages that nobody answers on. What is not listed is not measured: sending and fetching
 * for an answer (/a, /answer, /_app, check-ins, announcements), asking for help (/support), event streams, and files.
 */
export type KindOfAddress = 'front' | 'sign-in' | 'operator' | 'home' | 'people' | 'releases'

const patterns: readonly (readonly [KindOfAddress, RegExp])[] = [
  ['front', /^\/$/],
  ['sign-in', /^\/app\/(sign-in|sign-out|join|set-up|return|auth)(\/|$)/],
  // Before 'home', which would take these names for organisations.
  ['operator', /^\/app\/operator(\/|$)/],
  ['home', /^\/app\/[^/]+$/],
  ['people', /^\/app\/[^/]+\/(people|units|invitations|audit)(\/|$)/],
  ['releases', /^\/app\/[^/]+\/releases(\/|$)/],
]

/** The kind of a path without its question; undefined where nothing is measured. */
export const kindOfAddress = (path: string): KindOfAddress | undefined =>
  patterns.find(([, pattern]) => pattern.test(path))?.[0]
