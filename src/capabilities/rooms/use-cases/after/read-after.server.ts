import { findFollowUp } from '../../data/after/follow-ups.server.ts'
import { isSeatOfMember } from '../../data/after/records.server.ts'
import type { RoomAfter } from '../../domain/room-page.ts'
import type { Seated } from '../../hall/hall.server.ts'
import type { Rooms } from '../../rooms.server.ts'

/** What a seat is told once the room is over; whoever came without an account has no record to go to. */
export const readAfter = (
  on: { rooms: Pick<Rooms, 'database'> },
  { open, seat }: Seated,
): Promise<RoomAfter> => {
  const { room, house } = open
  return on.rooms.database.inOrganisation(room.organisation, async (tx) => {
    const followUp = await findFollowUp(tx, room.id)
    const isMember = await isSeatOfMember(tx, { room: room.id, seat })
    return {
      followUp: followUp && { on: followUp.on, words: followUp.words },
      record: isMember ? `/app/${house.slug}/rooms/${room.id}/record` : undefined,
    }
  })
}
