/** Time comes in as an argument, so that tests and rehearsals may set it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
