import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result } from '#kernel/result.ts'
import { findFollowUp, listWishes } from '../../data/after/follow-ups.server.ts'
import { dayIn } from '../../domain/after/day-in.ts'
import type { FollowUp } from '../../domain/after/follow-up.ts'
import type { RoomRecord } from '../../domain/after/record.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findRecordFor } from './find-record.server.ts'

export type RecordSeen = {
  id: string
  title: string
  /** The day on which it ended. */
  on: string
  record: RoomRecord
  /** Until when people can still agree and give words; undefined once it stands as it is. */
  opensUntil: string | undefined
  followUp: FollowUp | undefined
  isHost: boolean
  /** Of a host alone: the names that people chose, in the order in which they came. */
  names: readonly string[]
  /** Her own attendance, and nobody else's. */
  mine: { name: string; minutes: number } | undefined
  wantsLetter: boolean
}

export const readRecord = (
  on: { rooms: Pick<Rooms, 'database'>; actor: Actor },
  input: { room: string },
): Promise<Result<RecordSeen, RoomRefusal>> => {
  const { organisation } = on.actor
  return on.rooms.database.inOrganisation<Result<RecordSeen, RoomRefusal>>(organisation.id, async (tx) => {
    const found = await findRecordFor(tx, { room: input.room, actor: on.actor })
    if (!found.ok) return found
    const { room, settled, isHost, mine, members } = found.value
    const wishes = mine ? await listWishes(tx, room.id) : []
    return accept({
      id: room.id,
      title: room.title,
      on: dayIn(room.overAt ?? new Date(0), organisation.timeZone),
      record: settled.record,
      opensUntil: settled.areWordsGone ? undefined : (room.keptUntil ?? undefined),
      followUp: await findFollowUp(tx, room.id),
      isHost,
      names: isHost ? settled.attendance.map(({ name }) => name) : [],
      mine: mine && { name: mine.name, minutes: mine.minutes },
      wantsLetter: wishes.some((member) => members.includes(member)),
    })
  })
}
