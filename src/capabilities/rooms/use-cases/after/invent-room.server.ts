import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId, RoomId } from '#kernel/ids.ts'
import { accept, type Result } from '#kernel/result.ts'
import { databaseLog } from '../../data/room-events.server.ts'
import { findRoom, markOpen } from '../../data/rooms.server.ts'
import { insertSeat, keepSeatOrder } from '../../data/seats.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { keepUntil } from '../../domain/room.ts'
import type { Rooms } from '../../rooms.server.ts'
import { planRoom } from '../planning/keep-room.server.ts'
import { type Played, playRoom } from './play-room.ts'

export type Invention = {
  wish: unknown
  beganAt: Date
  /** In the order of their seats; the host is the first. */
  people: readonly { name: string; profession: string; member: MemberId | null }[]
  script(play: Played): void
  /** What a group is called, by its number. */
  nameOf(group: number): string
}

/** For a demo: a room that some made-up people are in, or were, written as the log of a real one. */
export const inventRoom = async (
  on: { rooms: Rooms; actor: Actor },
  { wish, beganAt, people, script, nameOf }: Invention,
): Promise<Result<{ room: RoomId; code: string }, RoomRefusal>> => {
  const planned = await planRoom(on, { wish })
  if (!planned.ok) return planned
  const { room: id } = planned.value
  const { database } = on.rooms
  const { id: organisation, timeZone: zone } = on.actor.organisation
  const room = await database.inOrganisation(organisation, async (tx) => {
    await keepSeatOrder(tx, id)
    for (const { member } of people) await insertSeat(tx, { organisation, room: id, member })
    return findRoom(tx, id)
  })
  if (!room) throw new Error('A room was planned, and is not there.')
  const play = playRoom({ plan: room.plan, beganAt, nameOf })
  people.forEach(({ name, profession }, at) => {
    play.act('house', { do: 'sit', seat: at + 1, name, profession, isHost: at === 0, held: {} })
  })
  script(play)
  const overAt = play.now()
  await databaseLog({
    database,
    organisation,
    room: id,
    whenOver: () => ({ overAt, keptUntil: keepUntil(overAt, { zone, settings: room.settings }) }),
  }).append(play.entries, [])
  // Last, so that a room that is open has its log, wherever this is cut short.
  await database.inOrganisation(organisation, (tx) => markOpen(tx, { id, openedAt: beganAt }))
  return accept(planned.value)
}
