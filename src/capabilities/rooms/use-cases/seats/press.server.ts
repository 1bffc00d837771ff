import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { clean } from '../../contract/clean.ts'
import { type Press, passingShape, pressShape } from '../../contract/press.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findSeated } from './find-seat.server.ts'

/** What a person cannot do with her fingers; a page that is broken or meant badly can. */
const presses = { window: 10, max: 150 }

/**
 * Takes a press of somebody in the room, or passes a sign on. The same again, known by its id, gets the same answer and does nothing.
 * @throws when it could not be kept: whoever pressed sends it again.
 */
export const press = async (
  on: { rooms: Rooms },
  input: { code: string; secret: string | undefined; sent: unknown },
): Promise<Result<{ number: number }, RoomRefusal>> => {
  const found = await findSeated(on, input)
  if (!found.ok) return found
  const { open, seat } = found.value
  const { allowed, retryAfter } = await on.rooms.attempts.consume(`presses ${open.room.id} ${seat}`, presses)
  if (!allowed) return refuse({ code: 'rooms/too-many-presses', seconds: retryAfter ?? presses.window })
  const sent = clean(input.sent)
  const passes = v.safeParse(passingShape, sent)
  if (passes.success) {
    const passed = open.live.pass(seat, passes.output)
    return passed.ok ? accept({ number: open.live.run.number }) : passed
  }
  const read = v.safeParse(pressShape, sent)
  if (!read.success) return refuse({ code: 'rooms/press-not-readable' })
  const { id, command } = read.output as Press
  const isNameless = open.room.settings.naming === 'nothing' && !open.live.run.hosts.has(seat)
  if (command.do === 'rename' && isNameless) return refuse({ code: 'rooms/no-names-here' })
  return open.live.act({ by: seat, command, id })
}
