import { FEWEST_ANONYMOUS } from './poll.ts'

/**
 * Whether a tally of `answered` votes may leave after one of `shown` (0: none yet). Two tallies that differ by fewer
 * than five votes would show what those few said.
 */
export const mayLeave = (answered: number, shown: number): boolean => answered - shown >= FEWEST_ANONYMOUS
