import { type Result, refuse } from '#kernel/result.ts'
import { readCode } from '#platform/codes/room-codes.server.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { noTicket, readBallot } from '../../live/polls/read-ballot.server.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findSeated } from './find-seat.server.ts'

/** A page asks once for each poll, and again where an answer was lost. A signature costs more than a millisecond. */
const requests = { window: 60, max: 40 }

/** Signs a seat's ticket for an anonymous poll, without seeing it. */
export const takeTicket = async (
  on: { rooms: Rooms },
  asked: { code: string; secret: string | undefined; sent: unknown },
): Promise<Result<{ signature: string }, RoomRefusal>> => {
  const found = await findSeated(on, asked)
  if (!found.ok) return found
  const { open, seat } = found.value
  const { allowed, retryAfter } = await on.rooms.attempts.consume(`tickets ${open.room.id} ${seat}`, requests)
  if (!allowed) return refuse({ code: 'rooms/too-many-presses', seconds: retryAfter ?? requests.window })
  return open.live.votes.ticket({ seat, sent: asked.sent })
}

/**
 * Takes a vote of an anonymous poll. Who sends it is neither asked nor looked at: a ticket is all that counts.
 * @throws when it could not be kept: whoever voted sends it again.
 */
export const takeVote = async (
  on: { rooms: Rooms },
  asked: { code: string; sent: unknown },
): Promise<Result<object, RoomRefusal>> => {
  const code = readCode(asked.code)
  const open = code === undefined ? undefined : await on.rooms.hall.enterByCode(code)
  if (open) return open.live.votes.vote(asked.sent)
  // As in a room where nobody has asked this: what is said here must not tell which codes there are.
  const read = readBallot(asked.sent)
  return read.ok ? noTicket : read
}
