import type { SeatNumber, Takeaway } from './state.ts'

/** The roles that keep the notes of a group. */
export const keepsNotes = (roles: readonly string[]): boolean =>
  roles.includes('note-taker') || roles.includes('secretary')

/** In a whole room larger than this the hosts write, so that the list stays one that somebody reads. */
export const MOST_WHO_WRITE = 12

/** In one group and one step; nobody reads more, and nobody is to be flooded. */
export const MOST_IN_A_STEP = 20

/** In a large room so many are enough. */
const ENOUGH = 5

/** How many must say yes, whoever wrote it among them: more than half of those whose it is, and never more than five. */
export const neededFor = ({ people }: Pick<Takeaway, 'people'>): number =>
  Math.min(ENOUGH, Math.floor(people / 2) + 1)

/** Whether it goes into the record: enough say yes, nobody asks to leave it out, and it was not withdrawn. */
export const isForRecord = (takeaway: Takeaway): boolean =>
  !takeaway.isWithdrawn && takeaway.objections.size === 0 && takeaway.approvals.size >= neededFor(takeaway)

/** Whether it is hers to read and to approve: she sat there when it was written. */
export const isAmong = ({ among }: Pick<Takeaway, 'among'>, seat: SeatNumber): boolean =>
  among === 'everyone' || among.includes(seat)
