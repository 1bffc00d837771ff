import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { cleanText } from '../../contract/clean.ts'
import { rolesHeldBefore } from '../../data/duties.server.ts'
import { findSeatOf, insertSeat, insertSeatKey, keepSeatOrder } from '../../data/seats.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { decide } from '../../domain/run/decide/decide.ts'
import type { SeatNumber } from '../../domain/run/state.ts'
import type { OpenRoom } from '../../hall/hall.server.ts'
import { drawSecret, hashOf } from '../../hall/seat-keys.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findSeenRoom } from '../planning/find-led-room.server.ts'
import { findByCode, findSeated } from './find-seat.server.ts'

export type SeatTaken = { code: string; secret: string; isHost: boolean }

/** A seat for whoever has the code. With the cookie of a seat here she comes back to it, and to no other. */
export const takeSeat = async (
  on: { rooms: Rooms },
  input: { code: string; name: string; profession: string; secret?: string | undefined; address: string },
): Promise<Result<SeatTaken, RoomRefusal>> => {
  const mine = await findSeated(on, { code: input.code, secret: input.secret })
  if (mine.ok && input.secret !== undefined) {
    const { open, seat } = mine.value
    return accept({ code: open.room.code, secret: input.secret, isHost: open.live.run.hosts.has(seat) })
  }
  if (!mine.ok && mine.refusal.code === 'rooms/seat-removed') return mine
  const found = await findByCode(on, input)
  if (!found.ok) return found
  const { organisation, id, settings, state } = found.value
  if (settings.door === 'members') return refuse({ code: 'rooms/members-only' })
  if (state === 'planned') return refuse({ code: 'rooms/not-open-yet' })
  const open = await on.rooms.hall.enter({ organisation, room: id })
  if (!open) return refuse({ code: 'rooms/not-found' })
  const { name, profession } = input
  return sitDown(on, { open, name, profession, member: null, isHost: false })
}

/** From her session, once: on another device she is led to the same seat. Hosts come in here too. */
export const enterRoom = async (
  on: { rooms: Rooms; actor: Actor },
  input: { room: string; name?: string | undefined; profession?: string | undefined },
): Promise<Result<SeatTaken, RoomRefusal>> => {
  const { rooms, actor } = on
  const organisation = actor.organisation.id
  const seen = await rooms.database.inOrganisation(organisation, (tx) =>
    findSeenRoom(tx, { room: input.room, actor }),
  )
  if (!seen.ok) return seen
  const { room, isHost } = seen.value
  if (room.state === 'planned') return refuse({ code: 'rooms/not-open-yet' })
  const open = await rooms.hall.enter({ organisation, room: room.id })
  if (!open) return refuse({ code: 'rooms/not-found' })
  const isByName = isHost || room.settings.naming === 'name'
  const name = input.name?.trim() || (isByName ? actor.member.name : '')
  return sitDown(on, { open, name, profession: input.profession ?? '', member: actor.member.id, isHost })
}

type Coming = {
  open: OpenRoom
  name: string
  profession: string
  member: MemberId | null
  isHost: boolean
}

const sitDown = async (
  on: { rooms: Rooms },
  { open, member, isHost, ...said }: Coming,
): Promise<Result<SeatTaken, RoomRefusal>> => {
  const { room, live } = open
  const { organisation, id, code, settings } = room
  const secret = drawSecret()
  const secretHash = hashOf(secret)
  const name = settings.naming === 'nothing' && !isHost ? '' : cleanText(said.name)
  const held = await heldBefore(on, { open, member })
  const profession = cleanText(said.profession).trim().slice(0, 60)
  const sit = (seat: SeatNumber) => ({ do: 'sit', seat, name, profession, isHost, held }) as const
  const before =
    member === null
      ? undefined
      : await on.rooms.database.inOrganisation(organisation, (tx) => findSeatOf(tx, { room: id, member }))
  if (before === undefined) {
    const refused = whyNot({ open, name, sit: sit(Number.MAX_SAFE_INTEGER), now: on.rooms.clock.now() })
    if (refused) return refuse(refused)
  } else if (live.run.seats.get(before)?.presence === 'removed') return refuse({ code: 'rooms/seat-removed' })
  const seat = await on.rooms.database.inOrganisation(organisation, async (tx) => {
    await keepSeatOrder(tx, id)
    // Two windows of hers may have come at once.
    const hers = member === null ? undefined : await findSeatOf(tx, { room: id, member })
    const taken = hers ?? (await insertSeat(tx, { organisation, room: id, member }))
    await insertSeatKey(tx, { organisation, room: id, seat: taken, secretHash })
    return taken
  })
  const sat = await live.act({ by: 'house', command: sit(seat) })
  if (!sat.ok && !live.run.seats.has(seat)) return sat
  return accept({ code, secret, isHost: live.run.hosts.has(seat) })
}

/** Among so many, whose turn it is for the notes is settled without the past, and nobody waits at the door for it. */
const MANY = 300

/** So that over sessions, too, nobody always keeps the notes. Of who came by the code alone nothing is known. */
const heldBefore = async (
  on: { rooms: Rooms },
  { open, member }: Pick<Coming, 'open' | 'member'>,
): Promise<Record<string, number>> => {
  if (member === null || open.live.run.seats.size > MANY) return {}
  const { organisation, id: room } = open.room
  return on.rooms.database.inOrganisation(organisation, (tx) => rolesHeldBefore(tx, { member, room }))
}

/** Looked at before a row is written: the room would refuse it afterwards. */
const whyNot = (on: {
  open: OpenRoom
  name: string
  sit: Parameters<typeof decide>[1]
  now: Date
}): RoomRefusal | undefined => {
  const { room, live } = on.open
  if (room.settings.naming !== 'nothing' && on.name.trim() === '') return { code: 'rooms/name-missing' }
  const decided = decide(live.run, on.sit, { by: 'house', now: on.now.getTime() })
  return decided.ok ? undefined : decided.refusal
}
