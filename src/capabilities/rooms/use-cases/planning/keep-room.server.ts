import type { Actor } from '#capabilities/people/index.ts'
import { newId, type RoomId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { freeCode, takeCode } from '#platform/codes/room-codes.server.ts'
import { readRoomWish } from '../../contract/room-plan.ts'
import { insertHost, insertRoom, updatePlannedRoom } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { mayPlanRooms } from '../../policy.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { drawSeed } from './draw-seed.server.ts'
import { findLedRoom } from './find-led-room.server.ts'

type On = { rooms: Rooms; actor: Actor }

/** Plans a room: whoever does is its first host. `wish` is a `RoomWish` as it was sent. */
export const planRoom = async (
  on: On,
  input: { wish: unknown },
): Promise<Result<{ room: RoomId; code: string }, RoomRefusal>> => {
  const { rooms, actor } = on
  if (!mayPlanRooms(actor)) return refuse({ code: 'rooms/not-allowed' })
  const wish = readRoomWish(input.wish)
  if (!wish.ok) return wish
  const organisation = actor.organisation.id
  const room = newId<RoomId>()
  const code = await takeCode(rooms.database, { organisation, room })
  const { title, plan, settings, plannedFor } = wish.value
  try {
    await rooms.database.inOrganisation(organisation, async (tx) => {
      await insertRoom(tx, {
        organisation,
        id: room,
        title,
        code,
        state: 'planned',
        plan,
        settings,
        seed: drawSeed(),
        plannedFor: plannedFor === null ? null : new Date(plannedFor),
        openedAt: null,
        overAt: null,
        keptUntil: null,
        createdBy: actor.member.id,
      })
      await insertHost(tx, { organisation, room, member: actor.member.id })
    })
  } catch (error) {
    await freeCode(rooms.database, code).catch(() => {})
    throw error
  }
  return accept({ room, code })
}

/** Changes what is planned, as long as nobody can be in it. */
export const changeRoom = async (
  on: On,
  input: { room: string; wish: unknown },
): Promise<Result<{ room: RoomId }, RoomRefusal>> => {
  const wish = readRoomWish(input.wish)
  return on.rooms.database.inOrganisation<Result<{ room: RoomId }, RoomRefusal>>(
    on.actor.organisation.id,
    async (tx) => {
      const found = await findLedRoom(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      if (!wish.ok) return wish
      const { title, plan, settings, plannedFor } = wish.value
      const isChanged = await updatePlannedRoom(tx, {
        id: found.value.id,
        title,
        plan,
        settings,
        plannedFor: plannedFor === null ? null : new Date(plannedFor),
      })
      return isChanged ? accept({ room: found.value.id }) : refuse({ code: 'rooms/open-already' })
    },
  )
}
