import { listOrganisations } from '#capabilities/people/index.server.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { planInLanguage } from '../../domain/plan/in-language.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { keepUntil } from '../../domain/room.ts'
import type { RoomAtTheDoor } from '../../domain/room-page.ts'
import type { Rooms } from '../../rooms.server.ts'
import { findByCode } from './find-seat.server.ts'

/** What the waiting page tells: what will happen, who sees what, until when. Nobody's name, and no host's note. */
export const findRoomByCode = async (
  on: { rooms: Rooms },
  input: { code: string; language: string; address: string },
): Promise<Result<RoomAtTheDoor, RoomRefusal>> => {
  const { rooms } = on
  const found = await findByCode(on, input)
  if (!found.ok) return found
  const room = found.value
  const house = (await listOrganisations(rooms.database)).find(({ id }) => id === room.organisation)
  if (!house || room.state === 'over') return refuse({ code: 'rooms/not-found' })
  const { slug, name, timeZone } = house
  return accept({
    code: room.code,
    title: room.title,
    organisation: { name, slug },
    settings: room.settings,
    plan: planInLanguage(room.plan, { language: input.language, isHost: false }),
    language: input.language,
    state: room.state,
    plannedFor: room.plannedFor,
    zone: timeZone,
    wordsGoOn: keepUntil(rooms.clock.now(), { zone: timeZone, settings: room.settings }),
    enterAt: room.settings.door === 'members' ? `/app/${slug}/rooms/${room.id}` : undefined,
  })
}
