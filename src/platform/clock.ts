/** Time comes in as an argument, so that tests and rehearsals may set it. */
export type Clock = {
  now(): Date
  /** Milliseconds that have passed on a clock that nobody can set; a clock that is set by hand has none. */
  elapsed?: (() => number) | undefined
}

export const systemClock: Clock = { now: () => new Date(), elapsed: () => performance.now() }
