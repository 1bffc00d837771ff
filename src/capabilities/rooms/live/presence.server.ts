import type { SeatNumber } from '../domain/run/state.ts'

/** A reload, a lift, another cell of the network: nobody is told before this long, in milliseconds. */
const PATIENCE = 10_000

/** Says when somebody's last page has been closed for a while, and when she is back. */
export const openPresence = (notice: (seat: SeatNumber, is: 'here' | 'away') => void) => {
  const leaving = new Map<SeatNumber, ReturnType<typeof setTimeout>>()
  return {
    came: (seat: SeatNumber): void => {
      clearTimeout(leaving.get(seat))
      leaving.delete(seat)
      notice(seat, 'here')
    },
    went: (seat: SeatNumber): void => {
      clearTimeout(leaving.get(seat))
      const timer = setTimeout(() => {
        leaving.delete(seat)
        notice(seat, 'away')
      }, PATIENCE)
      leaving.set(seat, timer.unref())
    },
    stop: (): void => {
      for (const timer of leaving.values()) clearTimeout(timer)
    },
  }
}
