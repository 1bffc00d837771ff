import type { SeatNumber } from './state.ts'

/** The name of two seats together, whichever is named first. */
export const pairKey = (one: SeatNumber, other: SeatNumber): string =>
  one < other ? `${one}-${other}` : `${other}-${one}`

/** Everybody who sits with everybody else. */
export const pairsOf = (seats: readonly SeatNumber[]): string[] =>
  seats.flatMap((one, at) => seats.slice(at + 1).map((other) => pairKey(one, other)))
