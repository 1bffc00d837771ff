import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { freeCode } from '#platform/codes/room-codes.server.ts'
import { deleteHost, deleteRoomRow, insertHost, listHosts, markOpen } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
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

/** Names a further host, or takes one off the list; the last one stays. */
export const changeHosts = (
  on: On,
  input: { room: string; member: string; isHost: boolean },
): Promise<Result<{ member: MemberId }, RoomRefusal>> => {
  const organisation = on.actor.organisation.id
  return on.rooms.database.inOrganisation<Result<{ member: MemberId }, RoomRefusal>>(
    organisation,
    async (tx) => {
      const found = await findLedRoom(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      const room = found.value.id
      const member = isId(input.member) ? (input.member as MemberId) : undefined
      if (!member) return refuse({ code: 'rooms/host-unknown' })
      if (input.isHost) {
        if (!(await listNames(tx, [member])).has(member)) return refuse({ code: 'rooms/host-unknown' })
        await insertHost(tx, { organisation, room, member })
        return accept({ member })
      }
      const hosts = await listHosts(tx, room)
      if (hosts.length === 1 && hosts.includes(member)) return refuse({ code: 'rooms/last-host' })
      await deleteHost(tx, { room, member })
      return accept({ member })
    },
  )
}
