import { accept, type Result } from '#kernel/result.ts'
import { readWords } from '../../data/room-events.server.ts'
import { planInLanguage } from '../../domain/plan/in-language.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { RoomPage } from '../../domain/room-page.ts'
import type { SaidPart, StreamMessage } from '../../domain/stream/message.ts'
import type { Rooms } from '../../rooms.server.ts'
import { readAfter } from '../after/read-after.server.ts'
import { findSeated } from './find-seat.server.ts'

type Asked = { code: string; secret: string | undefined }

/** Everything that a page of the room is made of, for the seat that the cookie opens. */
export const readSeat = async (
  on: { rooms: Rooms },
  input: Asked & { language: string },
): Promise<Result<{ page: RoomPage; heard: StreamMessage }, RoomRefusal>> => {
  const found = await findSeated(on, input)
  if (!found.ok) return found
  const { open, seat } = found.value
  const { room, house, live } = open
  const { language } = input
  return accept({
    page: {
      code: room.code,
      title: room.title,
      organisation: { name: house.name, slug: house.slug },
      settings: room.settings,
      plan: planInLanguage(room.plan, { language, isHost: live.run.hosts.has(seat) }),
      language,
      after: live.run.status === 'over' ? await readAfter(on, { open, seat }) : undefined,
    },
    heard: await live.look(() => live.see(seat)),
  })
}

/** What was said before the message `before`, as far as this seat may hear it: the newest of it, oldest first. */
export const readEarlier = async (
  on: { rooms: Rooms },
  input: Asked & { before: number },
): Promise<Result<{ said: SaidPart[] }, RoomRefusal>> => {
  const found = await findSeated(on, input)
  if (!found.ok) return found
  const { open, seat } = found.value
  const numbers = open.live.heardBefore(seat, input.before)
  const { organisation, id } = open.room
  const words = await on.rooms.database.inOrganisation(organisation, (tx) =>
    readWords(tx, { room: id, numbers }),
  )
  return accept({ said: open.live.saidParts(numbers, words) })
}
