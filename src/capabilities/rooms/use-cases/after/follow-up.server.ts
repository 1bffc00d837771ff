import * as v from 'valibot'
import { queueMessages } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { clean } from '../../contract/clean.ts'
import { followUpShape } from '../../contract/follow-up.ts'
import { findFollowUp, keepWish, listWishes, replaceFollowUp } from '../../data/after/follow-ups.server.ts'
import { dayIn } from '../../domain/after/day-in.ts'
import type { FollowUp } from '../../domain/after/follow-up.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findRecordFor } from './find-record.server.ts'

type On = { rooms: Pick<Rooms, 'database' | 'clock' | 'jobs'>; actor: Actor }
export const followUpLetter = 'room-follow-up'

/** A host sets a day to come back to what was agreed, changes it, or takes it back. Who wants a letter gets one. */
export const setFollowUp = async (
  on: On,
  input: { room: string; form: unknown },
): Promise<Result<undefined, RoomRefusal>> => {
  const { id: organisation, timeZone } = on.actor.organisation
  const read = v.safeParse(followUpShape(dayIn(on.rooms.clock.now(), timeZone)), clean(input.form))
  if (!read.success) return refuse({ code: 'rooms/follow-up-not-readable' })
  const { on: day, words } = read.output
  if ((day === '') !== (words === '')) return refuse({ code: 'rooms/follow-up-not-readable' })
  const set = await on.rooms.database.inOrganisation<Result<undefined, RoomRefusal>>(
    organisation,
    async (tx) => {
      const found = await findRecordFor(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      if (!found.value.isHost) return refuse({ code: 'rooms/not-found' })
      const room = found.value.room.id
      const to = day === '' ? undefined : { id: crypto.randomUUID(), on: day, words }
      await replaceFollowUp(tx, { organisation, room, to })
      if (to) await tell(on, tx, { followUp: to, members: await listWishes(tx, room) })
      return accept(undefined)
    },
  )
  if (set.ok) await on.rooms.jobs.send('send-messages', {})
  return set
}

/** Whoever came signed in has a letter about it, or none. */
export const wishForFollowUp = async (
  on: On,
  input: { room: string; wants: boolean },
): Promise<Result<undefined, RoomRefusal>> => {
  const organisation = on.actor.organisation.id
  const wished = await on.rooms.database.inOrganisation<Result<undefined, RoomRefusal>>(
    organisation,
    async (tx) => {
      const found = await findRecordFor(tx, { room: input.room, actor: on.actor })
      if (!found.ok) return found
      if (!found.value.mine) return refuse({ code: 'rooms/not-found' })
      const room = found.value.room.id
      const member = on.actor.member.id
      await keepWish(tx, { organisation, room, member, wants: input.wants })
      const followUp = input.wants ? await findFollowUp(tx, room) : undefined
      if (followUp) await tell(on, tx, { followUp, members: [member] })
      return accept(undefined)
    },
  )
  if (wished.ok && input.wants) await on.rooms.jobs.send('send-messages', {})
  return wished
}

const tell = (
  { rooms, actor }: On,
  tx: Tx,
  given: { followUp: FollowUp; members: readonly MemberId[] },
): Promise<void> =>
  queueMessages(tx, {
    organisation: actor.organisation.id,
    kind: followUpLetter,
    at: rooms.clock.now(),
    to: given.members.map((member) => ({ member, about: given.followUp.id })),
  })
