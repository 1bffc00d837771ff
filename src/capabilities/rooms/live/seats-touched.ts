import type { Run, SeatNumber } from '../domain/run/state.ts'
import type { Touched } from '../domain/run/touched.ts'

/** Whom a change concerns; undefined where it may be everybody. What five see is not looked up for ten thousand. */
export const seatsTouched = (run: Run, touched: readonly Touched[]): ReadonlySet<SeatNumber> | undefined => {
  const seats = new Set<SeatNumber>()
  for (const one of touched) {
    const some = seatsOf(run, one)
    if (some === 'everybody') return undefined
    for (const seat of some) seats.add(seat)
  }
  return seats
}

const seatsOf = (run: Run, touched: Touched): Iterable<SeatNumber> | 'everybody' => {
  switch (touched.part) {
    case 'mine':
      return [touched.seat]
    case 'group':
      return run.groups.find(({ number }) => number === touched.group)?.seats ?? []
    case 'said':
      return run.said.get(touched.said)?.among ?? 'everybody'
    case 'takeaway': {
      const among = run.takeaways.get(touched.takeaway)?.among ?? []
      return among === 'everyone' ? 'everybody' : among
    }
    case 'desk':
      return run.hosts
    default:
      return 'everybody'
  }
}
