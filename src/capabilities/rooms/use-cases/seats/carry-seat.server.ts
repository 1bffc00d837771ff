import { accept, type Result, refuse } from '#kernel/result.ts'
import { insertSeatKey } from '../../data/seats.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { drawSecret, hashOf } from '../../hall/seat-keys.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findSeated } from './find-seat.server.ts'
import type { SeatTaken } from './take-seat.server.ts'

/** For another device of hers: a secret that works once, for ten minutes, and only while this process runs. */
export const offerSeat = async (
  on: { rooms: Rooms },
  input: { code: string; secret: string | undefined },
): Promise<Result<{ offer: string; until: Date }, RoomRefusal>> => {
  const found = await findSeated(on, input)
  if (!found.ok) return found
  const { open, seat } = found.value
  return accept(on.rooms.offers.make({ room: open.room.id, seat }))
}

/** The other device takes it, and has a secret of its own from then on. */
export const takeOfferedSeat = async (
  on: { rooms: Rooms },
  input: { code: string; offer: string },
): Promise<Result<SeatTaken, RoomRefusal>> => {
  const offered = on.rooms.offers.take(input.offer)
  const open = offered && (await on.rooms.hall.enterByCode(input.code))
  if (!open || open.room.id !== offered.room) return refuse({ code: 'rooms/offer-over' })
  const { organisation, id, code } = open.room
  const { seat } = offered
  if (open.live.run.seats.get(seat)?.presence === 'removed') return refuse({ code: 'rooms/seat-removed' })
  const secret = drawSecret()
  await on.rooms.database.inOrganisation(organisation, (tx) =>
    insertSeatKey(tx, { organisation, room: id, seat, secretHash: hashOf(secret) }),
  )
  return accept({ code, secret, isHost: open.live.run.hosts.has(seat) })
}
