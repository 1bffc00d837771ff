import { listOrganisations } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import { isLanguage } from '#ui/languages.ts'
import { areWordsGone } from '../data/after/records.server.ts'
import { databaseLog, readWords } from '../data/room-events.server.ts'
import { findRoom } from '../data/rooms.server.ts'
import { keepUntil } from '../domain/room.ts'
import { dealGroups } from '../live/deal.server.ts'
import { openHallRoom } from '../live/hall-room.server.ts'
import type { OpenRoom, RoomKey } from './hall.server.ts'
import { openSeatKeys } from './seat-keys.server.ts'

/** Builds a room from its log; undefined where it was not opened yet, or is gone. */
export const openRoomFromLog = async (
  key: RoomKey,
  on: { database: Database; clock: Clock; log: Log; ballots: string },
): Promise<OpenRoom | undefined> => {
  const { database, clock, log } = on
  const { organisation, room: id } = key
  const [room, isGone] = await database.inOrganisation(organisation, async (tx) => [
    await findRoom(tx, id),
    await areWordsGone(tx, id),
  ])
  if (!room || room.state === 'planned') return undefined
  const house = (await listOrganisations(database)).find((one) => one.id === organisation)
  if (!house) return undefined
  const locale = isLanguage(house.language) ? house.language : 'en'
  const live = await openHallRoom({
    plan: room.plan,
    areWordsGone: isGone,
    hasCaptions: room.settings.hasCaptions,
    log: databaseLog({
      database,
      organisation,
      room: id,
      whenOver: () => {
        const overAt = clock.now()
        return { overAt, keptUntil: keepUntil(overAt, { zone: house.timeZone, settings: room.settings }) }
      },
    }),
    ballots: { folder: on.ballots, room: id },
    now: () => clock.now().getTime(),
    deal: (run) =>
      dealGroups(run, {
        seed: Number(room.seed),
        nameOf: (number) => m.room_group_name({ number }, { locale }),
      }),
    readWords: (numbers) =>
      database.inOrganisation(organisation, (tx) => readWords(tx, { room: id, numbers })),
    failed: (err) => log.error({ err }, 'a room could not keep what its clock or a page did'),
  })
  return { room, house, live, seatOf: openSeatKeys({ database, ...key }) }
}
