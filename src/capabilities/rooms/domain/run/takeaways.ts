import type { SeatNumber, Takeaway } from './state.ts'

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
