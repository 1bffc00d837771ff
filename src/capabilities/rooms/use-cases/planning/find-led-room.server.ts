import type { Actor } from '#capabilities/people/index.ts'
import { isId, type RoomId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { findRoom, isHostOf } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Room } from '../../domain/room.ts'
import { mayLead, maySeeRoom } from '../../policy.server.ts'

type Asked = { room: string; actor: Actor }

/** The room, and whether she is a host of it; not there for whoever may not see it. */
export const findSeenRoom = async (
  tx: Tx,
  { room: id, actor }: Asked,
): Promise<Result<{ room: Room; isHost: boolean }, RoomRefusal>> => {
  const room = isId(id) ? await findRoom(tx, id as RoomId) : undefined
  if (!room) return refuse({ code: 'rooms/not-found' })
  const isHost = await isHostOf(tx, { room: room.id, member: actor.member.id })
  return maySeeRoom(room, { isHost }) ? accept({ room, isHost }) : refuse({ code: 'rooms/not-found' })
}

/** The room, for whoever leads it. */
export const findLedRoom = async (tx: Tx, asked: Asked): Promise<Result<Room, RoomRefusal>> => {
  const seen = await findSeenRoom(tx, asked)
  if (!seen.ok) return seen
  return mayLead(seen.value) ? accept(seen.value.room) : refuse({ code: 'rooms/not-found' })
}
