import { accept, type Result, refuse } from '#kernel/result.ts'
import { findCode, readCode } from '#platform/codes/room-codes.server.ts'
import { findRoom } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Room } from '../../domain/room.ts'
import type { Seated } from '../../hall/hall.server.ts'
import type { Rooms } from '../../rooms.server.ts'

/** Codes that nobody has, from one address. A ward behind one address types wrong now and then; a machine types on. */
const wrongCodes = { window: 600, max: 300 }

/**
 * The seat that a cookie opens in the room of a code. What is not hers, not there, put away or never was is told alike.
 */
export const findSeated = async (
  on: { rooms: Rooms },
  asked: { code: string; secret: string | undefined },
): Promise<Result<Seated, RoomRefusal>> => {
  const code = readCode(asked.code)
  if (code === undefined || asked.secret === undefined) return refuse({ code: 'rooms/seat-unknown' })
  const open = await on.rooms.hall.enterByCode(code)
  const seat = await open?.seatOf(asked.secret)
  const sits = seat === undefined ? undefined : open?.live.run.seats.get(seat)
  if (!open || seat === undefined || !sits) return refuse({ code: 'rooms/seat-unknown' })
  return sits.presence === 'removed' ? refuse({ code: 'rooms/seat-removed' }) : accept({ open, seat })
}

/** The room of a code that somebody typed, for whoever has no seat; rooms that are over are not told from none. */
export const findByCode = async (
  on: { rooms: Rooms },
  asked: { code: string; address: string },
): Promise<Result<Room, RoomRefusal>> => {
  const { rooms } = on
  const who = `wrong room codes ${asked.address}`
  const minutes = rooms.attempts.waitFor(who, wrongCodes)
  if (minutes !== undefined) return refuse({ code: 'rooms/too-many-tries', minutes })
  const code = readCode(asked.code)
  const key = code === undefined ? undefined : await findCode(rooms.database, code)
  const room = key && (await rooms.database.inOrganisation(key.organisation, (tx) => findRoom(tx, key.room)))
  if (room && room.state !== 'over' && !room.settings.isPractice) return accept(room)
  await rooms.attempts.consume(who, wrongCodes)
  return refuse({ code: 'rooms/not-found' })
}
