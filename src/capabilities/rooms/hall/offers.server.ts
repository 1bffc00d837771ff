import type { RoomId } from '#kernel/ids.ts'
import type { Clock } from '#platform/clock.ts'
import type { SeatNumber } from '../domain/run/state.ts'
import { drawSecret, hashOf } from './seat-keys.server.ts'

const LASTS = 10 * 60_000

type Offered = { room: RoomId; seat: SeatNumber }

/** Seats that somebody wants to have on another device, too. Kept in memory: a restart costs a second try. */
export const openOffers = (on: { clock: Clock }) => {
  const offers = new Map<string, Offered & { until: Date }>()
  const sweep = (now: Date) => {
    for (const [name, { until }] of offers) if (until <= now) offers.delete(name)
  }
  const nameOf = (offer: string) => hashOf(offer).toString('base64')
  return {
    make: (seat: Offered): { offer: string; until: Date } => {
      const now = on.clock.now()
      sweep(now)
      const offer = drawSecret()
      const until = new Date(now.getTime() + LASTS)
      offers.set(nameOf(offer), { ...seat, until })
      return { offer, until }
    },
    /** Once. */
    take: (offer: string): Offered | undefined => {
      sweep(on.clock.now())
      const found = offers.get(nameOf(offer))
      offers.delete(nameOf(offer))
      return found && { room: found.room, seat: found.seat }
    },
  }
}

export type Offers = ReturnType<typeof openOffers>
