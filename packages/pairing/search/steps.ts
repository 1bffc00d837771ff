/**
 * The search gives way after about this many looks at a price: well under a millisecond on a small machine. Whoever
 * serves others at the same time lets them have their turn there.
 */
export const LOOKS = 20_000

/** Work in steps; the number of exchanges tried so far is handed out at each. */
export type Steps<T> = Generator<number, T, void>
