const FIRST = 500
const LONGEST = 15_000

/**
 * How long to wait before the next try, in milliseconds: twice as long each time, up to fifteen seconds, and a little
 * differently for everybody. `tries` counts from 0, `chance` is from 0 to 1.
 */
export const pauseBefore = (tries: number, chance: number): number =>
  Math.min(LONGEST, FIRST * 2 ** tries) * (0.75 + chance / 2)
