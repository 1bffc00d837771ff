import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type MemberId, type OrganisationId, type RoomId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { freeCode } from '#platform/codes/room-codes.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { deleteHost, deleteRoomRow, insertHost, listHosts, markOpen } from '../../data/rooms.server.ts'
import { findSeatOf } from '../../data/seats.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { SeatNumber } from '../../domain/run/state.ts'
import { destroyBoxes } from '../../live/polls/box-files.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findLedRoom } from './find-led-room.server.ts'

type On = { rooms: Rooms; actor: Actor }

/** From now on people can come in. A room opens once. */
export const openRoom = (on: On, input: { room: string }): Promise<Result<{ code: string }, RoomRefusal>> =>
  on.rooms.database.inOrganisation<Result<{ code: string }, RoomRefusal>>(
    on.actor.organisation.id,
    async (tx) => {
      const found = await findLedRoom(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      const { id, code } = found.value
      const isOpened = await markOpen(tx, { id, openedAt: on.rooms.clock.now() })
      return isOpened ? accept({ code }) : refuse({ code: 'rooms/open-already' })
    },
  )

/** The room with all that was said in it, for good. Whoever is in it is told that it is gone. */
export const deleteRoom = async (
  on: On,
  input: { room: string },
): Promise<Result<{ title: string }, RoomRefusal>> => {
  const organisation = on.actor.organisation.id
  const deleted = await on.rooms.database.inOrganisation(organisation, async (tx) => {
    const found = await findLedRoom(tx, { room: input.room, actor: on.actor })
    if (found.ok) await deleteRoomRow(tx, found.value.id)
    return found
  })
  if (!deleted.ok) return deleted
  const { id, code, title } = deleted.value
  await on.rooms.hall.shut({ organisation, room: id })
  await destroyBoxes({ folder: on.rooms.ballots, room: id })
  await freeCode(on.rooms.database, code)
  return accept({ title })
}

/** Names a further host, or takes one off the list; the last one stays. In a room that is open it holds at once. */
export const changeHosts = async (
  on: On,
  input: { room: string; member: string; isHost: boolean },
): Promise<Result<{ member: MemberId }, RoomRefusal>> => {
  const organisation = on.actor.organisation.id
  const { isHost } = input
  const changed = await on.rooms.database.inOrganisation<Result<Changed, RoomRefusal>>(
    organisation,
    async (tx) => {
      const found = await findLedRoom(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      const room = found.value.id
      const member = isId(input.member) ? (input.member as MemberId) : undefined
      if (!member) return refuse({ code: 'rooms/host-unknown' })
      const hosts = await listHosts(tx, room)
      if (isHost && !(await listNames(tx, [member])).has(member))
        return refuse({ code: 'rooms/host-unknown' })
      if (!isHost && hosts.length === 1 && hosts.includes(member)) return refuse({ code: 'rooms/last-host' })
      await writeHost(tx, { organisation, room, member, isHost })
      const seat = await findSeatOf(tx, { room, member })
      return accept({ room, member, seat, wasHost: hosts.includes(member) })
    },
  )
  if (!changed.ok) return changed
  const { room, member, seat, wasHost } = changed.value
  const open = seat === undefined ? undefined : await on.rooms.hall.enter({ organisation, room })
  if (!open || seat === undefined || open.live.run.status === 'over') return accept({ member })
  const held = await open.live.act({ by: 'house', command: { do: 'name-host', seat, isHost } })
  if (held.ok) return accept({ member })
  await on.rooms.database.inOrganisation(organisation, (tx) =>
    writeHost(tx, { organisation, room, member, isHost: wasHost }),
  )
  return held
}

type Changed = { room: RoomId; member: MemberId; seat: SeatNumber | undefined; wasHost: boolean }

const writeHost = async (
  tx: Tx,
  host: { organisation: OrganisationId; room: RoomId; member: MemberId; isHost: boolean },
) => {
  const { isHost, ...key } = host
  if (isHost) await insertHost(tx, key)
  else await deleteHost(tx, key)
}
