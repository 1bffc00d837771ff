import { listNames, listStaff } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId, RoomId } from '#kernel/ids.ts'
import { accept, type Result } from '#kernel/result.ts'
import { listHostedRooms, listHosts, listRooms } from '../../data/rooms.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Room } from '../../domain/room.ts'
import { mayPlanRooms, maySeeRoom } from '../../policy.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findSeenRoom } from './find-led-room.server.ts'

type On = { rooms: Rooms; actor: Actor }

export type RoomHead = {
  id: RoomId
  title: string
  state: Room['state']
  door: Room['settings']['door']
  isPractice: boolean
  plannedFor: Date | null
  openedAt: Date | null
  overAt: Date | null
  isHost: boolean
  /** Only hosts are told: they hand it out. */
  code: string | undefined
}

const headOf = (room: Room, isHost: boolean): RoomHead => ({
  id: room.id,
  title: room.title,
  state: room.state,
  door: room.settings.door,
  isPractice: room.settings.isPractice,
  plannedFor: room.plannedFor,
  openedAt: room.openedAt,
  overAt: room.overAt,
  isHost,
  code: isHost ? room.code : undefined,
})

/** The rooms that she may enter or leads: open ones, planned ones, and of those that are over her own as a host. */
export const readRooms = async (
  on: On,
): Promise<Result<{ rooms: RoomHead[]; may: { plan: boolean } }, RoomRefusal>> => {
  const { rooms, actor } = on
  const heads = await rooms.database.inOrganisation(actor.organisation.id, async (tx) => {
    const hosted = await listHostedRooms(tx, actor.member.id)
    return (await listRooms(tx, ['open', 'planned', 'over'])).flatMap((room) => {
      const isHost = hosted.has(room.id)
      const isSeen = maySeeRoom(room, { isHost }) && (isHost || room.state !== 'over')
      return isSeen ? [headOf(room, isHost)] : []
    })
  })
  return accept({ rooms: heads, may: { plan: mayPlanRooms(actor) } })
}

export type RoomPlanSeen = {
  room: Room
  hosts: { member: MemberId; name: string }[]
  /** Whom a host may name beside herself; empty for everybody else. */
  colleagues: { member: MemberId; name: string }[]
  may: { lead: boolean; enter: boolean; plan: boolean }
}

/** One room as it is planned. Whoever does not lead it is told neither its code nor what a facilitator may say. */
export const readRoomPlan = async (
  on: On,
  input: { room: string },
): Promise<Result<RoomPlanSeen, RoomRefusal>> => {
  const { rooms, actor } = on
  return rooms.database.inOrganisation<Result<RoomPlanSeen, RoomRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const seen = await findSeenRoom(tx, { room: input.room, actor })
      if (!seen.ok) return seen
      const { room, isHost } = seen.value
      const members = await listHosts(tx, room.id)
      const names = await listNames(tx, members)
      const staff = isHost ? await listStaff(tx) : []
      return accept({
        room: isHost ? room : { ...room, code: '', seed: '' },
        hosts: members.map((member) => ({ member, name: names.get(member) ?? '' })),
        colleagues: staff
          .filter(({ id }) => !members.includes(id))
          .map(({ id, name }) => ({ member: id, name }))
          .toSorted((one, other) => one.name.localeCompare(other.name, actor.language ?? 'en')),
        may: { lead: isHost, enter: room.state === 'open', plan: mayPlanRooms(actor) },
      })
    },
  )
}
