import { listEntries } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type MemberId, type RoomId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { findRoom, isHostOf } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Room } from '../../domain/room.ts'
import { readSettled, type Settled } from './settle-record.server.ts'

export type Found = {
  room: Room
  settled: Settled
  isHost: boolean
  /** Her own, of all entries that count as her. */
  mine: Settled['attendance'][number] | undefined
  members: readonly MemberId[]
}

/** The record of a room that is over, for its hosts and for whoever came signed in; not there for anybody else. */
export const findRecordFor = async (
  tx: Tx,
  { room: id, actor }: { room: string; actor: Actor },
): Promise<Result<Found, RoomRefusal>> => {
  const room = isId(id) ? await findRoom(tx, id as RoomId) : undefined
  if (room?.state !== 'over') return refuse({ code: 'rooms/not-found' })
  const members = await listEntries(tx, actor.member.id)
  const settled = await readSettled(tx, room)
  const isHost = await isHostOf(tx, { room: room.id, member: actor.member.id })
  const mine = settled.attendance.find(({ member }) => member !== null && members.includes(member))
  return isHost || mine
    ? accept({ room, settled, isHost, mine, members })
    : refuse({ code: 'rooms/not-found' })
}
